//! The server of Etalon: `http → app → store`.
