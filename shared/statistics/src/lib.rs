//! Statistics of interlaboratory comparisons (P-4.3; ISO 13528, ISO 5725-2). No function returns NaN or infinity:
//! what is undefined is refused by name.

pub mod algorithm_a;
pub mod algorithm_s;
pub mod assigned;
#[cfg(test)]
mod breakdown_tests;
pub mod caution;
pub mod centred;
pub mod cleaned;
pub mod combined;
pub mod consensus;
pub mod criteria;
pub mod density;
pub mod descriptive;
mod exact;
pub mod fisher;
mod grouped;
pub mod hampel;
#[cfg(test)]
mod harsh_tests;
pub mod homogeneity;
pub mod judgement;
pub mod mandel;
pub mod means;
mod moments;
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
mod scaled;
pub mod score;
mod scoring;
mod select;
mod shifted;
pub mod sigma;
pub mod stability;
pub mod student;
#[cfg(test)]
mod tests;
pub mod uncertainty;

pub use caution::Caution;
pub use refusal::StatisticsError;
