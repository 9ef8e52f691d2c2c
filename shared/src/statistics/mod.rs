//! Statistics of interlaboratory comparisons (P-4.3.1, P-4.3.2; ISO 13528, ISO 5725-2). No function returns NaN or infinity:
//! what is undefined is refused by name.

pub mod algorithm_a;
pub mod algorithm_s;
pub mod assigned;
pub mod caution;
mod centred;
pub mod combined;
pub mod criteria;
pub mod density;
pub mod descriptive;
pub mod fisher;
pub mod hampel;
#[cfg(test)]
mod harsh_tests;
pub mod homogeneity;
pub mod normal;
pub mod outliers;
mod pairs;
pub mod precision;
mod probe;
pub mod q_method;
pub mod qn;
pub mod qualitative;
pub mod refusal;
pub mod regression;
pub mod robust;
pub mod root;
pub mod round;
#[cfg(test)]
mod round_tests;
pub mod scaled;
pub mod score;
mod select;
pub mod student;
#[cfg(test)]
mod tests;

pub use caution::Caution;
pub use refusal::StatisticsError;
