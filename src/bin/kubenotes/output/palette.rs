//! The colours of text output: sixteen-colour styles, which every terminal maps to its own theme.

use anstyle::{AnsiColor, Style};

/// A style for each part of an answer; all plain where colour is off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Palette {
    pub(crate) title: Style,
    pub(crate) kind: Style,
    pub(crate) people: Style,
    pub(crate) event: Style,
    pub(crate) path: Style,
    pub(crate) dim: Style,
    pub(crate) matched: Style,
    pub(crate) error: Style,
    pub(crate) warning: Style,
    pub(crate) hint: Style,
}

impl Palette {
    pub(crate) fn new(colored: bool) -> Palette {
        if !colored {
            return Palette::default();
        }
        Palette {
            title: Style::new().bold(),
            kind: AnsiColor::Yellow.on_default(),
            people: Style::new(),
            event: AnsiColor::Green.on_default(),
            path: AnsiColor::Cyan.on_default(),
            dim: Style::new().dimmed(),
            matched: AnsiColor::Red.on_default().bold(),
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            hint: AnsiColor::Green.on_default().bold(),
        }
    }
}
