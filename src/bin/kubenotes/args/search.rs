//! The flags of `kubenotes search`: paging, order, facets and filters.

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};
use kubenotes::{FacetField, Sort};

const EXAMPLES: &str = "\
Query language:
  flux argo            both words rank first, then either   \"service mesh\"   a phrase
  flux -argo           without a word (after --)            kube*            words that begin so
  flux OR argo, NOT argo, ( )                               title:security   in one field
  speaker:rice  company:isovalent  event:\"kubecon eu\"  kind:keynote  project:flux
  year:2021  year:2019..2022  year:>=2020

Examples:
  kubenotes search sessions about Flux
  kubenotes search 'what did Apple say about confidential computing'
  kubenotes search --company weaveworks --year 2021 gitops
  kubenotes search --facets year,company --limit 3 ebpf
  kubenotes search -- flux -argo";

/// Search the notes
///
/// Sentences are understood: speakers, companies, events, years and kinds that they name become
/// conditions. The answer says how it was read, and --literal turns that off. With no index yet,
/// one is built from the notes first.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SearchArgs {
    /// What to look for
    #[arg(required_unless_present = "filters")]
    pub(crate) words: Vec<String>,

    /// The most hits to print [default: 10]
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = limit())]
    #[arg(hide_default_value = true)]
    pub(crate) limit: usize,

    /// Hits to pass over first
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    #[arg(value_parser = RangedU64ValueParser::<usize>::new().range(..=1_000_000))]
    pub(crate) offset: usize,

    /// Order of the hits: score (best first), date (newest first) or title [default: score]
    #[arg(long, value_enum, value_name = "ORDER", default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) sort: SortArg,

    /// Count values over all matches, of speaker, company, event, year or kind: one or several,
    /// with commas between them
    #[arg(long, value_enum, value_name = "FIELDS", value_delimiter = ',')]
    #[arg(hide_possible_values = true)]
    pub(crate) facets: Vec<FacetArg>,

    /// List every note about a talk as a hit of its own
    #[arg(long)]
    pub(crate) no_group: bool,

    /// Take sentences as mere words
    #[arg(long)]
    pub(crate) literal: bool,

    /// Show each hit's score and what matched
    #[arg(long)]
    pub(crate) explain: bool,

    #[command(flatten)]
    pub(crate) filters: FilterArgs,
}

/// Conditions: of one flag given several times any will do; different flags must all hold.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Conditions (the same flag again: any of them)")]
#[group(id = "filters", multiple = true)]
pub(crate) struct FilterArgs {
    /// Who spoke
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Vec<String>,

    /// For whom
    #[arg(long, value_name = "NAME")]
    pub(crate) company: Vec<String>,

    /// Where, such as "KubeCon EU" or GitOpsCon
    #[arg(long, value_name = "EVENT")]
    pub(crate) event: Vec<String>,

    /// When: 2021, 2019..2022 or >=2020
    #[arg(long, value_name = "YEARS")]
    pub(crate) year: Vec<String>,

    /// What sort: session, keynote, lightning, tutorial, panel, workshop, maintainer or section
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Vec<String>,

    /// Which CNCF project, in any of its spellings
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Vec<String>,

    /// In notes whose path holds this
    #[arg(long, value_name = "TEXT")]
    pub(crate) path: Vec<String>,
}

impl FilterArgs {
    /// Each condition as the name of its field and the value, as typed.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = [
            ("speaker", &self.speaker),
            ("company", &self.company),
            ("event", &self.event),
            ("year", &self.year),
            ("kind", &self.kind),
            ("project", &self.project),
            ("path", &self.path),
        ];
        let of = |(field, values)| {
            let values: &Vec<String> = values;
            values.iter().map(move |value| (field, value.as_str()))
        };
        fields.into_iter().flat_map(of)
    }
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortArg {
    #[default]
    Score,
    Date,
    Title,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Sort {
        match sort {
            SortArg::Score => Sort::Score,
            SortArg::Date => Sort::Date,
            SortArg::Title => Sort::Title,
        }
    }
}

/// A field whose values can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetArg {
    Speaker,
    Company,
    Event,
    Year,
    Kind,
}

impl From<FacetArg> for FacetField {
    fn from(field: FacetArg) -> FacetField {
        match field {
            FacetArg::Speaker => FacetField::Speaker,
            FacetArg::Company => FacetField::Company,
            FacetArg::Event => FacetField::Event,
            FacetArg::Year => FacetField::Year,
            FacetArg::Kind => FacetField::Kind,
        }
    }
}

/// How many hits an answer may have.
pub(super) fn limit() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=10_000)
}
