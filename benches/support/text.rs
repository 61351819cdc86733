//! Words, names, titles and note shapes: what does a made-up note look like?

use super::Talk;

/// Words that every text is made of, most frequent first.
const COMMON: &str = "the to of and a in is for that it with we on as are this be you they can was \
    have by from or an not at how but which all more so when there what if has one about will use \
    into their do than who new no our also only other your using now some just like time need work \
    make most over";

/// Words that this sort of notes is made of.
const TECHNICAL: &str = "kubernetes cluster service container cloud data open source team run \
    workload security network policy deployment platform node pod operator application storage \
    mesh tracing metrics logging gateway controller runtime scheduler registry image pipeline \
    developer production upgrade failure latency traffic resource config secret identity token \
    namespace tenant region edge cost scale autoscaler rollout canary gitops prometheus grafana \
    envoy istio linkerd cilium flux argo helm crossplane knative falco kyverno vault jaeger \
    opentelemetry etcd containerd rook longhorn keda dapr spiffe buildpacks harbor backstage \
    contour fluentd thanos cortex vitess tikv nats strimzi kafka postgres database backup restore \
    migration compliance audit sandbox kernel ebpf webassembly gpu inference training batch queue \
    event webhook admission certificate encryption signing provenance supply chain artifact build \
    test chaos incident alert dashboard budget reliability community maintainer contributor \
    governance release roadmap adoption experience journey lesson pattern architecture interface \
    standard abstraction portability lifecycle automation observability performance capacity";

const GIVEN: [&str; 48] = [
    "Ada",
    "Alice",
    "Amelia",
    "Andrew",
    "Anna",
    "Benjamin",
    "Carlos",
    "Caroline",
    "Catherine",
    "Daniel",
    "David",
    "Diego",
    "Elena",
    "Emily",
    "Erik",
    "Fatima",
    "Florian",
    "George",
    "Hannah",
    "Helen",
    "Hiroshi",
    "Ivan",
    "James",
    "Janet",
    "Joseph",
    "Julia",
    "Katharina",
    "Kevin",
    "Laura",
    "Lars",
    "Lucas",
    "Magdalena",
    "Maria",
    "Matthew",
    "Michelle",
    "Nadia",
    "Nicolas",
    "Olivia",
    "Patrick",
    "Priya",
    "Rachel",
    "Rajesh",
    "Sebastian",
    "Sophie",
    "Stefan",
    "Thomas",
    "Vanessa",
    "William",
];

const FAMILY: [&str; 64] = [
    "Abbott",
    "Ahmed",
    "Albrecht",
    "Andersson",
    "Baker",
    "Banerjee",
    "Barbieri",
    "Bergström",
    "Bianchi",
    "Carvalho",
    "Castellano",
    "Chen",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fernandez",
    "Fischer",
    "Fontana",
    "Fujimoto",
    "Gallagher",
    "Gonzalez",
    "Gupta",
    "Hansen",
    "Hernandez",
    "Hoffmann",
    "Ivanova",
    "Jansen",
    "Johansson",
    "Kapoor",
    "Kim",
    "Kowalski",
    "Krüger",
    "Larsen",
    "Lefebvre",
    "Li",
    "Lindqvist",
    "Lopez",
    "Martinez",
    "McAllister",
    "Mehta",
    "Moreau",
    "Müller",
    "Nakamura",
    "Nguyen",
    "Novák",
    "O'Connor",
    "Olsen",
    "Patel",
    "Pereira",
    "Petrov",
    "Ramirez",
    "Rossi",
    "Santos",
    "Schneider",
    "Silva",
    "Takahashi",
    "Thompson",
    "Tran",
    "Vasquez",
    "Wagner",
    "Walker",
    "Weber",
    "Yamamoto",
    "Zhang",
];

const COMPANIES: [&str; 40] = [
    "Adobe",
    "Airbnb",
    "Amazon",
    "Apple",
    "Bloomberg",
    "Booking.com",
    "Buoyant",
    "Capital One",
    "Chainguard",
    "Cisco",
    "Datadog",
    "Deutsche Telekom",
    "Docker",
    "Elastic",
    "Ericsson",
    "GitHub",
    "GitLab",
    "Google",
    "Grafana Labs",
    "HashiCorp",
    "Huawei",
    "IBM",
    "ING",
    "Intel",
    "Intuit",
    "Isovalent",
    "Lyft",
    "Mercedes-Benz",
    "Microsoft",
    "Mirantis",
    "Red Hat",
    "SAP",
    "Shopify",
    "Solo.io",
    "Spotify",
    "SUSE",
    "Tetrate",
    "VMware",
    "Weaveworks",
    "Zalando",
];

const JOBS: [&str; 6] = [
    "Software Engineer",
    "Staff Engineer",
    "CTO",
    "Site Reliability Engineer",
    "Product Manager",
    "Principal Architect",
];

const EVENTS: [(&str, &str, u16); 8] = [
    ("Europe", "eu", 2019),
    ("North America", "na", 2019),
    ("Europe", "eu", 2020),
    ("North America", "na", 2020),
    ("Europe", "eu", 2021),
    ("North America", "na", 2021),
    ("Europe", "eu", 2022),
    ("North America", "na", 2022),
];

/// Words that stand in a few notes only.
const RARE: usize = 30_000;

/// Writes one note; the same number gives the same note.
pub(super) struct Writer {
    random: Random,
    number: usize,
    common: Vec<&'static str>,
    technical: Vec<&'static str>,
    out: String,
}

impl Writer {
    pub(super) fn new(number: usize) -> Writer {
        Writer {
            random: Random::new(number as u64),
            number,
            common: COMMON.split_whitespace().collect(),
            technical: TECHNICAL.split_whitespace().collect(),
            out: String::with_capacity(20_000),
        }
    }

    /// A note of `n_talks` sessions, which are added to `talks`: its path and its text.
    pub(super) fn note(mut self, n_talks: usize, talks: &mut Vec<Talk>) -> (String, String) {
        let (region, short, year) = EVENTS[self.number / 5 % EVENTS.len()];
        let shape = self.number % 5;
        let path = format!("{year}/kubecon-{short}/notes-{:06}.md", self.number);
        if shape == 4 {
            self.out.push_str("---\ntitle: KubeCon + CloudNativeCon ");
            self.out.push_str(&format!("{region} {year}\ntags: [kubecon, notes]\n---\n\n"));
        } else {
            self.out.push_str(&format!("# KubeCon + CloudNativeCon {region} {year}\n\n"));
        }
        for index in 0..n_talks {
            let talk = self.talk(year);
            match shape {
                0 => self.heading_with_people(&talk),
                1 => self.heading_with_labels(&talk),
                2 => self.linked_heading(&talk, index),
                3 => self.list_item(&talk),
                _ => self.heading_by(&talk),
            }
            talks.push(talk);
        }
        (path, self.out)
    }

    fn talk(&mut self, year: u16) -> Talk {
        let speaker = format!("{} {}", self.random.of(&GIVEN), self.random.of(&FAMILY));
        Talk { title: self.title(), speaker, company: self.random.of(&COMPANIES), year }
    }

    fn title(&mut self) -> String {
        let mut title = String::new();
        let n_words = 3 + self.random.below(5);
        for index in 0..n_words {
            if index > 0 {
                title.push(' ');
            }
            if index > 0 && index + 1 < n_words && self.random.below(3) == 0 {
                title
                    .push_str(self.random.of(&["for", "with", "in", "at", "and", "of", "without"]));
                title.push(' ');
            }
            let word = match self.random.below(6) {
                0 => rare_word(self.random.rank(RARE)),
                _ => self.random.of(&self.technical.clone()).to_owned(),
            };
            capitalise(&word, &mut title);
        }
        title
    }

    /// `## Title - Name, Company`, then bullets.
    fn heading_with_people(&mut self, talk: &Talk) {
        let Talk { title, speaker, company, .. } = talk;
        self.out.push_str(&format!("## {title} - {speaker}, {company}\n\n"));
        self.bullets(10);
    }

    /// `### Session: Title` and `Speaker: …` below it, then prose.
    fn heading_with_labels(&mut self, talk: &Talk) {
        let Talk { title, speaker, company, .. } = talk;
        let job = self.random.of(&JOBS);
        self.out.push_str(&format!(
            "### Session: {title}\n\n**Speaker:** {speaker}, {job}, {company}\n\n"
        ));
        self.prose(3);
        self.bullets(3);
    }

    /// `## [Title](schedule)`, a byline, bullets and code.
    fn linked_heading(&mut self, talk: &Talk, index: usize) {
        let Talk { title, speaker, company, .. } = talk;
        let number = self.number * 20 + index;
        self.out.push_str(&format!(
            "## [{title}](https://sched.co/{number:X})\n\n*{speaker}, {company}*\n\n"
        ));
        self.bullets(7);
        let (name, replicas) = (self.word(), self.random.below(9));
        self.out.push_str(&format!(
            "```yaml\nkind: Deployment\nname: {name}\nreplicas: {replicas}\n```\n\n"
        ));
    }

    /// `- **Title** - Name, Company` with sub-items.
    fn list_item(&mut self, talk: &Talk) {
        let Talk { title, speaker, company, .. } = talk;
        self.out.push_str(&format!("- **{title}** - {speaker}, {company}\n"));
        for _ in 0..9 {
            self.out.push_str("  - ");
            self.words(9);
            self.out.push('\n');
        }
    }

    /// `## Title by Name, Company`, then prose.
    fn heading_by(&mut self, talk: &Talk) {
        let Talk { title, speaker, company, .. } = talk;
        self.out.push_str(&format!("## {title} by {speaker}, {company}\n\n"));
        self.prose(4);
    }

    fn bullets(&mut self, n: usize) {
        for _ in 0..n {
            self.out.push_str("- ");
            let n_words = 4 + self.random.below(9);
            self.words(n_words);
            self.out.push('\n');
        }
        self.out.push('\n');
    }

    fn prose(&mut self, n_sentences: usize) {
        for _ in 0..n_sentences {
            let n_words = 10 + self.random.below(18);
            let start = self.out.len();
            self.words(n_words);
            let sentence = self.out.split_off(start);
            capitalise(&sentence, &mut self.out);
            self.out.push_str(". ");
        }
        self.out.push_str("\n\n");
    }

    fn words(&mut self, n: usize) {
        for index in 0..n {
            if index > 0 {
                self.out.push(' ');
            }
            let word = self.word();
            match self.random.below(40) {
                0 => self.out.push_str(&format!("**{word}**")),
                1 => self.out.push_str(&format!("`{word}`")),
                2 => self.out.push_str(&format!("[{word}](https://example.com/{word})")),
                _ => self.out.push_str(&word),
            }
        }
    }

    /// A word by its rank: the n-th most frequent word is n times rarer than the first.
    fn word(&mut self) -> String {
        let (n_common, n_technical) = (self.common.len(), self.technical.len());
        let rank = self.random.rank(n_common + n_technical + RARE);
        match rank.checked_sub(n_common) {
            None => self.common[rank].to_owned(),
            Some(rank) if rank < n_technical => self.technical[rank].to_owned(),
            Some(rank) => rare_word(rank - n_technical),
        }
    }
}

/// The `rank`-th rare word: syllables, with the endings that English words take.
fn rare_word(rank: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "cor", "de", "dra", "fen", "fi", "gal", "go", "hem", "jo", "ka", "kli", "lo", "lum",
        "ma", "mir", "ne", "nox", "op", "pra", "que", "ra", "sel", "stri", "ta", "tem", "tro",
        "und", "va", "ver", "wi", "zen",
    ];
    const ENDINGS: [&str; 8] = ["", "", "s", "ing", "ed", "er", "ation", "ity"];
    let mut word = String::with_capacity(16);
    let mut rest = rank / ENDINGS.len() + SYLLABLES.len();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word.push_str(ENDINGS[rank % ENDINGS.len()]);
    word
}

fn capitalise(word: &str, out: &mut String) {
    let mut chars = word.chars();
    out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(chars.as_str());
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(0x5851_f42d_4c95_7f2d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// A rank below `n` by Zipf's law.
    fn rank(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(unit) as usize).saturating_sub(1).min(n - 1)
    }
}
