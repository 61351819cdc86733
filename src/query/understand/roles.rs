//! What the little words of a question are for, in the languages that KubeCon's visitors ask in.
//!
//! Words are folded. A word may have several roles, and none of them is final: whether `talk` asks
//! for talks or is the matter itself is decided by what stands around it.

use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::LazyLock;

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u32);

impl Roles {
    pub(super) const NONE: Roles = Roles(0);
    pub(super) const ALL: Roles = Roles(u32::MAX);
    /// Says little in a search: it ranks, and decides nothing.
    pub(super) const FUNCTION: Roles = Roles(1);
    pub(super) const ARTICLE: Roles = Roles(1 << 1);
    pub(super) const QUESTION: Roles = Roles(1 << 2);
    /// Who asks.
    pub(super) const ASKER: Roles = Roles(1 << 3);
    /// `show`, `find`, `looking`.
    pub(super) const ASK: Roles = Roles(1 << 4);
    /// What is asked for: `talks`, `anything`.
    pub(super) const SESSIONS: Roles = Roles(1 << 5);
    /// What speakers do: `said`, `presented`.
    pub(super) const SAY: Roles = Roles(1 << 6);
    /// Before what it is about.
    pub(super) const ABOUT: Roles = Roles(1 << 7);
    pub(super) const BY: Roles = Roles(1 << 8);
    pub(super) const FROM: Roles = Roles(1 << 9);
    pub(super) const AT: Roles = Roles(1 << 10);
    pub(super) const IN: Roles = Roles(1 << 11);
    pub(super) const WITH: Roles = Roles(1 << 12);
    /// `people`, `engineers`.
    pub(super) const PEOPLE: Roles = Roles(1 << 13);
    /// `companies`.
    pub(super) const COMPANIES: Roles = Roles(1 << 14);
    pub(super) const AND: Roles = Roles(1 << 15);
    /// `did`, `has`, `is`.
    pub(super) const AUXILIARY: Roles = Roles(1 << 16);
    /// `use`, `run`: what a question does with its matter.
    pub(super) const LIGHT: Roles = Roles(1 << 17);
    /// Before a year.
    pub(super) const SINCE: Roles = Roles(1 << 18);
    pub(super) const BEFORE: Roles = Roles(1 << 19);
    pub(super) const AFTER: Roles = Roles(1 << 20);
    pub(super) const UNTIL: Roles = Roles(1 << 21);
    pub(super) const BETWEEN: Roles = Roles(1 << 22);

    /// Whether any of `roles` is among them.
    pub(super) fn any(self, roles: Roles) -> bool {
        self.0 & roles.0 != 0
    }
}

impl BitOr for Roles {
    type Output = Roles;

    fn bitor(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }
}

/// Words before which somebody or something is named.
pub(super) const PREPOSITION: Roles =
    Roles(Roles::BY.0 | Roles::FROM.0 | Roles::AT.0 | Roles::IN.0 | Roles::WITH.0);

type Table = &'static [(Roles, &'static str)];

const ENGLISH: Table = &[
    (Roles::ARTICLE, "the a an this that these those"),
    (
        Roles::FUNCTION,
        "many much vs versus of to for as or but so not no nor if then than too very just only also into onto over under between through during before after near without within against across among along beside besides beyond behind despite except inside outside per than toward towards until upon via while am is are was were be been being it its he she they them his her their there here all any s t you my our your will would shall may might must let lets dont im ive id youre were theyre",
    ),
    (
        Roles::ABOUT,
        "about on regarding concerning covering around re explaining comparing discussing describing introducing demonstrating exploring",
    ),
    (Roles::QUESTION, "who whom whose what which when where why how whats whos hows wheres"),
    (Roles::ASKER, "i me we us"),
    (
        Roles::ASK,
        "find show give list search get tell look looking need want watch see recommend please",
    ),
    (
        Roles::SESSIONS,
        "talk talks session sessions presentation presentations note notes video videos recording recordings slides anything something everything stuff",
    ),
    (
        Roles::SAY,
        "say says said saying speak speaks spoke spoken speaking talk talks talked talking present presents presented presenting mention mentions mentioned discuss discusses discussed announce announced give gives gave given giving explain explained explains cover covers covered show showed shown shows share shared shares think thinks demo demoed tell told",
    ),
    (Roles::BY, "by"),
    (Roles::FROM, "from"),
    (Roles::AT, "at"),
    (Roles::IN, "in"),
    (Roles::WITH, "with featuring feat ft"),
    (
        Roles::PEOPLE,
        "people engineer engineers folk folks speaker speakers someone somebody anyone anybody person employee employees developers",
    ),
    (
        Roles::COMPANIES,
        "company companies organization organizations organisation organisations org orgs vendor vendors",
    ),
    (Roles::AND, "and or"),
    (Roles::AUXILIARY, "did does do has have had is are was were can could should would will"),
    (
        Roles::LIGHT,
        "use uses used using run runs running make makes made do doing go going happen happens happened work works working need needs want know",
    ),
    (Roles::SINCE, "since"),
    (Roles::BEFORE, "before until"),
    (Roles::AFTER, "after"),
    (Roles::UNTIL, "to until till through and"),
    (Roles::BETWEEN, "between from"),
];

const GERMAN: Table = &[
    (Roles::ARTICLE, "der die das den dem des ein eine einen einem einer dieser diese dieses"),
    (
        Roles::FUNCTION,
        "zu zum zur fur als auch noch nicht kein keine nur so wenn dann ist sind war waren wird werden es sich auf aus nach man kann konnen",
    ),
    (Roles::ABOUT, "uber zum zu"),
    (Roles::QUESTION, "wer was welche welcher welches wann wo warum wie"),
    (Roles::ASKER, "ich mir wir uns"),
    (Roles::ASK, "finde zeig zeige zeigen suche such gib gibt nenne liste alle bitte"),
    (
        Roles::SESSIONS,
        "vortrag vortrage vortragen session sessions talk talks notizen videos etwas alles",
    ),
    (
        Roles::SAY,
        "sagt sagte gesagt sprach spricht gesprochen redet redete erzahlt erzahlte hielt gehalten vorgestellt erklart",
    ),
    (Roles::BY, "von vom"),
    (Roles::FROM, "von vom aus"),
    (Roles::AT, "bei beim auf"),
    (Roles::IN, "in im"),
    (Roles::WITH, "mit"),
    (Roles::PEOPLE, "leute leuten menschen ingenieure entwickler jemand"),
    (Roles::COMPANIES, "firma firmen unternehmen"),
    (Roles::AND, "und oder"),
    (Roles::AUXILIARY, "hat haben ist sind war hatte kann"),
    (Roles::LIGHT, "nutzt nutzen verwendet verwenden macht machen lauft laufen betreibt"),
    (Roles::SINCE, "seit ab"),
    (Roles::BEFORE, "vor"),
    (Roles::AFTER, "nach"),
    (Roles::UNTIL, "bis und"),
    (Roles::BETWEEN, "zwischen von"),
];

const FRENCH: Table = &[
    (Roles::ARTICLE, "le la les l un une des du ce cette ces d"),
    (
        Roles::FUNCTION,
        "de a au aux ne pas que qu se il elle ils elles est sont etait pour par y en s c j n",
    ),
    (Roles::ABOUT, "sur concernant"),
    (Roles::QUESTION, "qui quoi quel quelle quels quelles quand ou pourquoi comment est"),
    (Roles::ASKER, "je me moi nous"),
    (Roles::ASK, "trouve trouver montre montrer cherche donne liste tous toutes"),
    (
        Roles::SESSIONS,
        "conference conferences presentation presentations session sessions talk talks notes video videos",
    ),
    (Roles::SAY, "dit disait parle parlait presente presentait explique raconte"),
    (Roles::BY, "par de"),
    (Roles::FROM, "de chez d"),
    (Roles::AT, "a au chez"),
    (Roles::IN, "en dans"),
    (Roles::WITH, "avec"),
    (Roles::PEOPLE, "gens ingenieurs personnes quelqu"),
    (Roles::COMPANIES, "entreprise entreprises societe societes"),
    (Roles::AND, "et ou"),
    (Roles::AUXILIARY, "a ont est sont"),
    (Roles::LIGHT, "utilise utilisent fait font"),
    (Roles::SINCE, "depuis"),
    (Roles::BEFORE, "avant"),
    (Roles::AFTER, "apres"),
    (Roles::UNTIL, "et jusqu"),
    (Roles::BETWEEN, "entre de"),
];

const SPANISH: Table = &[
    (Roles::ARTICLE, "el la los las un una unos unas este esta estos estas"),
    (Roles::FUNCTION, "de del al a que se su sus es son era no si como lo para y hay"),
    (Roles::ABOUT, "sobre acerca"),
    (Roles::QUESTION, "quien quienes que cual cuales cuando donde como por"),
    (Roles::ASKER, "yo me nosotros"),
    (Roles::ASK, "busca buscar encuentra muestra dame lista hay todas todos"),
    (
        Roles::SESSIONS,
        "charla charlas sesion sesiones presentacion presentaciones ponencia ponencias notas videos algo",
    ),
    (Roles::SAY, "dijo dice hablo habla hablaron presento presenta explico"),
    (Roles::BY, "por de"),
    (Roles::FROM, "de del desde"),
    (Roles::AT, "en"),
    (Roles::IN, "en"),
    (Roles::WITH, "con"),
    (Roles::PEOPLE, "gente ingenieros personas alguien"),
    (Roles::COMPANIES, "empresa empresas"),
    (Roles::AND, "y o"),
    (Roles::AUXILIARY, "ha han es son"),
    (Roles::LIGHT, "usa usan utiliza hacer hace"),
    (Roles::SINCE, "desde"),
    (Roles::BEFORE, "antes"),
    (Roles::AFTER, "despues"),
    (Roles::UNTIL, "y hasta"),
    (Roles::BETWEEN, "entre"),
];

const DUTCH: Table = &[
    (Roles::ARTICLE, "de het een deze dit die dat"),
    (Roles::FUNCTION, "te om voor als ook niet geen maar is zijn was waren wordt er naar uit"),
    (Roles::ABOUT, "over"),
    (Roles::QUESTION, "wie wat welke welk wanneer waar waarom hoe"),
    (Roles::ASKER, "ik mij me wij"),
    (Roles::ASK, "vind toon zoek geef alle laat zien"),
    (
        Roles::SESSIONS,
        "praatje praatjes sessie sessies presentatie presentaties talk talks lezing lezingen iets",
    ),
    (Roles::SAY, "zei zegt gezegd sprak spreekt vertelde presenteerde"),
    (Roles::BY, "van door"),
    (Roles::FROM, "van uit"),
    (Roles::AT, "bij op"),
    (Roles::IN, "in"),
    (Roles::WITH, "met"),
    (Roles::PEOPLE, "mensen iemand"),
    (Roles::COMPANIES, "bedrijf bedrijven"),
    (Roles::AND, "en of"),
    (Roles::AUXILIARY, "heeft hebben is zijn"),
    (Roles::LIGHT, "gebruikt gebruiken doet draait"),
    (Roles::SINCE, "sinds vanaf"),
    (Roles::BEFORE, "voor"),
    (Roles::AFTER, "na"),
    (Roles::UNTIL, "en tot"),
    (Roles::BETWEEN, "tussen"),
];

const PORTUGUESE: Table = &[
    (Roles::ARTICLE, "o a os as um uma este esta"),
    (Roles::FUNCTION, "de do da dos das ao que se seu sua e nao para como no na"),
    (Roles::ABOUT, "sobre acerca"),
    (Roles::QUESTION, "quem que qual quais quando onde como"),
    (Roles::ASKER, "eu me nos"),
    (Roles::ASK, "encontre mostre busque procure liste ha todas todos"),
    (
        Roles::SESSIONS,
        "palestra palestras sessao sessoes apresentacao apresentacoes notas videos algo",
    ),
    (Roles::SAY, "disse diz falou fala falaram apresentou explicou"),
    (Roles::BY, "por de do da"),
    (Roles::FROM, "de do da"),
    (Roles::AT, "em no na"),
    (Roles::IN, "em no na"),
    (Roles::WITH, "com"),
    (Roles::PEOPLE, "pessoas gente alguem"),
    (Roles::COMPANIES, "empresa empresas"),
    (Roles::AND, "e ou"),
    (Roles::AUXILIARY, "tem sao"),
    (Roles::LIGHT, "usa usam faz"),
    (Roles::SINCE, "desde"),
    (Roles::BEFORE, "antes"),
    (Roles::AFTER, "depois"),
    (Roles::UNTIL, "e ate"),
    (Roles::BETWEEN, "entre"),
];

const ITALIAN: Table = &[
    (Roles::ARTICLE, "il lo la i gli le un una uno questo questa"),
    (Roles::FUNCTION, "di del della dei a al che si suo sua e non per come nel nella ci"),
    (Roles::ABOUT, "su sul sulla riguardo"),
    (Roles::QUESTION, "chi cosa che quale quali quando dove perche come"),
    (Roles::ASKER, "io mi noi"),
    (Roles::ASK, "trova mostra cerca dammi elenca tutti tutte"),
    (
        Roles::SESSIONS,
        "intervento interventi sessione sessioni presentazione presentazioni note video",
    ),
    (Roles::SAY, "detto dice parlato parla presentato presenta spiegato"),
    (Roles::BY, "di da"),
    (Roles::FROM, "da di dalla"),
    (Roles::AT, "a al presso"),
    (Roles::IN, "in nel"),
    (Roles::WITH, "con"),
    (Roles::PEOPLE, "persone gente qualcuno ingegneri"),
    (Roles::COMPANIES, "azienda aziende societa"),
    (Roles::AND, "e o"),
    (Roles::AUXILIARY, "ha hanno sono"),
    (Roles::LIGHT, "usa usano fa fanno"),
    (Roles::SINCE, "dal"),
    (Roles::BEFORE, "prima"),
    (Roles::AFTER, "dopo"),
    (Roles::UNTIL, "e al"),
    (Roles::BETWEEN, "tra fra"),
];

const LANGUAGES: [Table; 7] = [ENGLISH, GERMAN, FRENCH, SPANISH, DUTCH, PORTUGUESE, ITALIAN];

/// The roles of each word in each language.
static WORDS: LazyLock<HashMap<&'static str, [Roles; LANGUAGES.len()]>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, [Roles; LANGUAGES.len()]> = HashMap::with_capacity(1024);
    for (language, table) in LANGUAGES.into_iter().enumerate() {
        for (roles, list) in table {
            for word in list.split(' ') {
                if let Some(known) = words.entry(word).or_default().get_mut(language) {
                    *known = *known | *roles;
                }
            }
        }
    }
    words
});

/// The roles that each of the folded words has in the language that the words seem to be in.
pub(super) fn roles_of<'a>(folded: impl Iterator<Item = &'a str> + Clone) -> Vec<Roles> {
    let mut counts = [0usize; LANGUAGES.len()];
    for known in folded.clone().filter_map(|word| WORDS.get(word)) {
        for (count, roles) in counts.iter_mut().zip(known) {
            *count += usize::from(*roles != Roles::NONE);
        }
    }
    // Many a word is a little word somewhere (`on`, `die`, `so`): another language than English
    // must have two of them and explain more.
    let english = counts[0];
    let (mut language, mut most) = (0, english.max(1));
    for (other, count) in counts.into_iter().enumerate() {
        if count > most {
            (language, most) = (other, count);
        }
    }
    let roles = |word| WORDS.get(word).and_then(|known| known.get(language)).copied();
    folded.map(|word| roles(word).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_little_words() {
        let check = |text: &str, at: usize, role: Roles, expected: bool| {
            let roles = roles_of(text.split(' '));
            assert_eq!(roles[at].any(role), expected, "{text}");
        };
        check("talks about flux", 1, Roles::ABOUT, true);
        check("was hat liz rice uber ebpf gesagt", 0, Roles::QUESTION, true);
        check("was hat liz rice uber ebpf gesagt", 6, Roles::SAY, true);
        check("charlas sobre seguridad de spotify", 3, Roles::FROM, true);
        check("praatjes over kubernetes van ing", 1, Roles::ABOUT, true);
        check("die hard", 0, Roles::ARTICLE, false);
        check("on call at scale", 0, Roles::ABOUT, true);
        check("argo con", 1, Roles::WITH, false);
    }

    #[test]
    fn words_of_the_tables_are_folded() {
        for word in WORDS.keys() {
            assert_eq!(crate::lexicon::fold::fold(word), **word);
        }
    }
}
