//! SIGTERM and SIGINT as a wish to stop, so that a run ends between two steps and not within one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::failure::Exit;

static TERMINATED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on the signals only raise a flag.
pub(crate) fn listen() -> Result<()> {
    for (signal, flag) in [(SIGTERM, &TERMINATED), (SIGINT, &INTERRUPTED)] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("cannot wait for signals")?;
    }
    Ok(())
}

/// Whether one of them has come.
pub(crate) fn came() -> bool {
    TERMINATED.load(Ordering::Relaxed) || INTERRUPTED.load(Ordering::Relaxed)
}

/// How a run ends that has stopped because of them.
pub(crate) fn exit() -> Exit {
    if TERMINATED.load(Ordering::Relaxed) { Exit::Terminated } else { Exit::Interrupted }
}
