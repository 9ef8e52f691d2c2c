//! Documents that are void or incomplete, handed out as if they were not.
