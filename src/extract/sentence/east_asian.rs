//! Who spoke, in a sentence of Chinese, Japanese or Korean: `来自 Acme 的王小明分享了 …`,
//! `Acmeの山田太郎さんによる発表`, `Acme의 Ada Byron이 발표했다`.
//!
//! No capitals and no spaces set names apart there: what stands before and behind them does.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Speaker;

/// Of whom a sentence tells that they spoke.
const SPOKE: [&str; 24] = [
    "演讲",
    "分享",
    "带来",
    "介绍",
    "主讲",
    "登台",
    "讲述",
    "議題",
    "议题",
    "発表",
    "講演",
    "登壇",
    "紹介",
    "セッション",
    "解説",
    "トーク",
    "발표",
    "소개",
    "설명",
    "진행",
    "공유",
    "강연",
    "keynote",
    "Keynote",
];

/// In Latin letters as in Han or kana, and where it ends: at punctuation, or at what follows names.
static NAMES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    let latin = r"[A-Z][\p{Latin}.'’-]+(?: [A-Z][\p{Latin}.'’-]+){1,3}";
    let of = |pattern: &str| Regex::new(&pattern.replace("LATIN", latin)).expect("a fixed pattern");
    [
        // 来自字节跳动的任玉泉，…
        of(
            r"来自\s*(?P<company>[^，。、的（(]{2,24}?)\s*的\s*(?P<name>LATIN|\p{Han}{2,3}(?:[，。、与和（(\s]|$))",
        ),
        // 由张潇（Acme 创始人）与 Ada Byron（Initech）带来
        of(r"(?:^|由|与|和|，|、)\s*(?P<name>LATIN|\p{Han}{2,3})\s*（(?P<company>[^）]{2,60})）"),
        // Acmeの山田太郎さんによる, Ada Byron氏が
        of(
            r"(?:(?P<company>[\p{Latin}\p{Katakana}ー0-9 ]{2,24})の)?(?P<name>LATIN|[\p{Han}]{1,4} ?[\p{Han}]{1,4}|[\p{Katakana}ー]+・[\p{Katakana}ー]+)(?:さん|氏)(?:が|は|による|より|から|の(?:セッション|発表|講演|話))",
        ),
        // Acme의 Ada Byron(CTO)이
        of(
            r"(?P<company>[\p{Latin}\p{Hangul}0-9 ]{2,24})의 (?P<name>LATIN|\p{Hangul}{3})(?:님)?(?:\([^)]*\))?(?:이|가|은|는|와|과)",
        ),
    ]
});

/// The people whom the sentences of `text` name as speakers.
pub(super) fn speakers(text: &str) -> Vec<Speaker> {
    let mut found: Vec<(usize, Speaker)> = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '！', '\n']) {
        if SPOKE.iter().any(|word| sentence.contains(word)) {
            for names in NAMES.iter().flat_map(|pattern| pattern.captures_iter(sentence)) {
                let Some(name) = names.name("name") else { continue };
                let at = start + name.start();
                let name =
                    name.as_str().trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
                let company = names.name("company").and_then(|text| employer(text.as_str()));
                if !found.iter().any(|(_, speaker)| speaker.name == name) {
                    found.push((at, Speaker { name, company }));
                }
            }
        }
        start += sentence.len();
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, speaker)| speaker).collect()
}

/// The company before a job: `密瓜智能联合创始人兼 CTO`. A job alone names none.
fn employer(text: &str) -> Option<String> {
    const JOBS: [&str; 12] = [
        "联合创始人",
        "创始人",
        "工程师",
        "架构师",
        "负责人",
        "总监",
        "首席",
        "CTO",
        "CEO",
        "Approver",
        "Maintainer",
        "VP",
    ];
    let text = text.trim();
    // `HAMi Approver，密瓜智能`: the company follows its job.
    let parts = || text.split(['，', ',', '、']).map(str::trim);
    let is_job = |part: &&str| JOBS.iter().any(|job| part.contains(job));
    if let Some(company) = parts().rfind(|part| !is_job(part)).filter(|_| parts().count() > 1) {
        return Some(company.to_owned());
    }
    let end = JOBS.iter().filter_map(|job| text.find(job)).min().unwrap_or(text.len());
    let company = text[..end].trim();
    (!company.is_empty()).then(|| company.to_owned())
}
