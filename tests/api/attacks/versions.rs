//! Old tablets, old databases and servers rolled back.
