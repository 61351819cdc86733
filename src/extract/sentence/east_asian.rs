//! Who spoke, in a sentence of Chinese, Japanese or Korean: `来自 Acme 的王小明分享了 …`,
//! `Acmeの山田太郎さんによる発表`, `Acme의 Ada Byron이 발표했다`.
//!
//! No capitals and no spaces set names apart there: what stands before and behind them does, and a
//! name in Han or Hangul begins with one of a hundred surnames, which most nouns do not.

use std::sync::OnceLock;

use regex::{Captures, Regex};

use crate::document::Speaker;
use crate::extract::token::{is_cjk, is_hangul};
use crate::lexicon::{fold_letters, words};

/// Words of which a sentence has one that tells who spoke.
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

/// The commonest surnames of one letter, in Chinese and in Korean.
const HAN_SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡\
    贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文\
    張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭許呂蘇盧蔣賈葉閻鍾譚鄒陸顧錢湯龔喬\
    庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐梅莫庄辛管祝左涂谷祁耿盛童项闫舒龐顏嚴溫蘆魯韋畢聶齊莊";
const HANGUL_SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공";

/// What nouns for people and things end with, and names hardly ever.
const NO_NAME_ENDS: &str = "者师员面性们的자성용적서도점함공";

/// Nouns of talks that begin like names.
const NOUNS: [&str; 8] = ["方法", "方案", "方式", "方面", "高可用", "高性能", "金融", "安全"];

/// A way to say who spoke: a regular expression with a name, and with its company where the sentence
/// gives it.
struct Pattern {
    /// It matches nothing that has none of them: most sentences, and most notes, need not make it.
    signs: &'static [&'static str],
    pattern: &'static str,
    made: OnceLock<Regex>,
}

impl Pattern {
    const fn new(signs: &'static [&'static str], pattern: &'static str) -> Pattern {
        Pattern { signs, pattern, made: OnceLock::new() }
    }

    /// All places in `sentence` that say so.
    fn all<'t>(&'static self, sentence: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let made = || {
            let latin = r"[A-Z][\p{Latin}.'’-]+(?: [A-Z][\p{Latin}.'’-]+){1,3}";
            Regex::new(&self.pattern.replace("LATIN", latin)).expect("a fixed pattern")
        };
        let may_match = self.signs.iter().any(|sign| sentence.contains(sign));
        let pattern = may_match.then(|| self.made.get_or_init(made));
        pattern.into_iter().flat_map(|pattern| pattern.captures_iter(sentence))
    }
}

/// The pattern of a name that goes on a list.
const GOES_ON: usize = 1;

static PATTERNS: [Pattern; 5] = [
    // 来自字节跳动的王小明，…; 由华为云的王泽锋与张强带来
    Pattern::new(
        &["的"],
        r"(?:来自|由)\s*(?P<company>[^，。、的（(]{2,24}?)\s*的\s*(?P<name>LATIN|\p{Han}{2,3})\s*(?:[，。、与和（(\s向为]|分享|介绍|带来|主讲|共同|$)",
    ),
    // 与张强带来: who goes on a list
    Pattern::new(
        &["与", "和", "、"],
        r"(?:与|和|、)\s*(?P<name>LATIN|\p{Han}{2,3})\s*(?:共同|一起|一同)?(?:分享|介绍|带来|主讲|登台)",
    ),
    // 由张潇（Acme 创始人）与 Ada Byron（Initech）带来
    Pattern::new(
        &["（"],
        r"(?:^|由|与|和|，|、)\s*(?P<name>LATIN|\p{Han}{2,3})\s*（(?P<company>[^）]{2,60})）",
    ),
    // Acmeの山田太郎さんによる, Ada Byron氏が
    Pattern::new(
        &["さん", "氏"],
        r"(?:(?P<company>\p{Han}{0,6}[\p{Latin}\p{Katakana}ー0-9 ]{2,24})の(?:[\p{Katakana}\p{Han}ー]{1,12}である)?)?(?P<name>LATIN|\p{Han}{1,4} ?\p{Han}{1,4}|[\p{Katakana}ー]+・[\p{Katakana}ー]+) ?(?:[（(][^）)]{0,40}[）)])? ?(?:さん|氏)(?:が|は|と|、|。|による|より|から| ?[（(][^）)]*[）)] ?による|の(?:セッション|発表|講演|話))",
    ),
    // Acme의 Ada Byron(CTO)이
    Pattern::new(
        &["의 "],
        r"(?P<company>\p{Latin}[\p{Latin}0-9 ]{1,24}|[\p{Hangul}0-9]{2,12})의 (?:(?P<name>LATIN|\p{Hangul}{3})(?:님)?(?:\([^)]*\))?(?:이|가|와|과)|(?P<topic>LATIN)(?:\([^)]*\))?(?:은|는))",
    ),
];

/// The people whom the sentences of `text` name as speakers.
pub(super) fn speakers(text: &str) -> Vec<Speaker> {
    let mut found: Vec<(usize, Speaker)> = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '！', '\n']) {
        if SPOKE.iter().any(|word| sentence.contains(word)) {
            let goes_on = &PATTERNS[GOES_ON];
            let others = PATTERNS.iter().filter(|pattern| !std::ptr::eq(*pattern, goes_on));
            let n_before = found.len();
            let of_others = others.flat_map(|pattern| pattern.all(sentence));
            for (names, is_list) in of_others
                .map(|names| (names, false))
                .chain(goes_on.all(sentence).map(|names| (names, true)))
            {
                // A list goes on where it has begun.
                if is_list && found.len() == n_before {
                    break;
                }
                let name = names.name("name").or_else(|| names.name("topic"));
                let Some(name) = name else { continue };
                let respected = sentence[name.end()..].trim_start().starts_with(['さ', '氏']);
                let (at, name) = (start + name.start(), name.as_str());
                let is_known = found.iter().any(|(_, speaker)| speaker.name == name);
                if !is_known && (is_name(name) || respected) {
                    let company = names.name("company").and_then(|text| employer(text.as_str()));
                    found.push((at, Speaker { name: name.to_owned(), company }));
                }
            }
        }
        start += sentence.len();
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, speaker)| speaker).collect()
}

/// Whether a text in Han or Hangul begins with a surname, as Chinese and Korean names do.
pub(crate) fn begins_with_surname(text: &str) -> bool {
    let surnames = if text.starts_with(is_hangul) { HANGUL_SURNAMES } else { HAN_SURNAMES };
    text.chars().next().is_some_and(|first| surnames.contains(first))
}

/// Whether a name looks like one: no word of titles in Latin letters, a surname first in others.
fn is_name(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if !is_cjk(first) {
        let is_plain = |word: &str| {
            let class = words().class(&fold_letters(word));
            class.title && !class.ambiguous
        };
        return !text.split(' ').any(is_plain);
    }
    begins_with_surname(text)
        && !text.ends_with(|last| NO_NAME_ENDS.contains(last))
        && !NOUNS.contains(&text)
}

/// The company before a job: `密瓜智能联合创始人兼 CTO`. A job alone names none, nor does a country.
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
    (!company.is_empty() && !company.ends_with('国')).then(|| company.to_owned())
}
