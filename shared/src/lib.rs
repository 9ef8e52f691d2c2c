//! The rules of Etalon: pure, the same on the tablet and on the server.
