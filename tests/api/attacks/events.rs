//! By an event what a route would refuse.
