//! Methods, standards and uncertainties that do not fit the work.
