//! What the terminal is and can do: colours, links, width. Decisions over a look-up of environment
//! variables, so that they can be tested as tables.

use crate::args::ColorWhen;

/// Looks up an environment variable; an empty one counts as unset.
pub(crate) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's own environment.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether to colour what goes to a stream that `is_terminal`.
pub(crate) fn colors(when: ColorWhen, is_terminal: bool, env: Env<'_>) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => is_terminal && env("NO_COLOR").is_none() && !is_dumb(env),
    }
}

/// Whether a terminal takes OSC 8 links. Those that do not may print the address in the middle of
/// the text, so only ones that are known to are trusted. FORCE_HYPERLINK is the usual override.
pub(crate) fn links(when: ColorWhen, is_terminal: bool, env: Env<'_>) -> bool {
    if let Some(forced) = env("FORCE_HYPERLINK") {
        return forced != "0";
    }
    if when == ColorWhen::Never || !is_terminal || is_dumb(env) {
        return false;
    }
    let vte = env("VTE_VERSION").and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
    let term = env("TERM").unwrap_or_default();
    let program = env("TERM_PROGRAM").unwrap_or_default();
    vte >= 5000
        || ["WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM"]
            .iter()
            .any(|name| env(name).is_some())
        || ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "zed"].contains(&&*program)
        || ["kitty", "alacritty", "foot", "ghostty", "contour"].iter().any(|t| term.contains(t))
}

/// How many columns a line may have: COLUMNS, else the terminal's own width, else as many as the
/// line needs, because a pipe has no edge.
pub(crate) fn width(env: Env<'_>, terminal: Option<u16>) -> Option<usize> {
    env("COLUMNS")
        .and_then(|columns| columns.parse().ok())
        .or(terminal.map(usize::from))
        .filter(|columns| *columns > 0)
}

fn is_dumb(env: Env<'_>) -> bool {
    env("TERM").is_some_and(|term| term == "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env_of(
        variables: &'static [(&'static str, &'static str)],
    ) -> impl Fn(&str) -> Option<String> {
        move |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn colour_is_for_terminals_that_take_it() {
        use ColorWhen::{Always, Auto, Never};
        for (when, is_terminal, variables, expected) in [
            (Auto, true, &[] as &[_], true),
            (Auto, false, &[], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[], false),
        ] {
            let colored = colors(when, is_terminal, &env_of(variables));
            assert_eq!(colored, expected, "{when:?} {is_terminal} {variables:?}");
        }
    }

    #[test]
    fn links_are_for_terminals_that_are_known_to_take_them() {
        use ColorWhen::{Auto, Never};
        for (when, is_terminal, variables, expected) in [
            (Auto, true, &[("TERM", "xterm-256color")] as &[_], false),
            (Auto, true, &[("TERM", "xterm-kitty")], true),
            (Auto, true, &[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], true),
            (Auto, true, &[("TERM", "xterm-256color"), ("VTE_VERSION", "3409")], false),
            (Auto, true, &[("TERM_PROGRAM", "iTerm.app")], true),
            (Auto, false, &[("TERM_PROGRAM", "iTerm.app")], false),
            (Never, true, &[("TERM_PROGRAM", "iTerm.app")], false),
            (Auto, true, &[("TERM", "dumb"), ("TERM_PROGRAM", "vscode")], false),
            (Auto, false, &[("FORCE_HYPERLINK", "1")], true),
            (Auto, true, &[("FORCE_HYPERLINK", "0"), ("TERM", "xterm-kitty")], false),
        ] {
            let linked = links(when, is_terminal, &env_of(variables));
            assert_eq!(linked, expected, "{when:?} {is_terminal} {variables:?}");
        }
    }

    #[test]
    fn the_width_is_what_was_asked_for_or_what_there_is() {
        assert_eq!(width(&env_of(&[("COLUMNS", "72")]), Some(120)), Some(72));
        assert_eq!(width(&env_of(&[("COLUMNS", "wide")]), Some(120)), Some(120));
        assert_eq!(width(&env_of(&[("COLUMNS", "0")]), None), None);
        assert_eq!(width(&env_of(&[]), None), None);
    }
}
