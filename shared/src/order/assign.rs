//! Who and what may be put on a task (C-4.3.1, C-4.5.2, C-4.2).
