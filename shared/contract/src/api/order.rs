//! Orders and tasks.

use serde::{Deserialize, Serialize};

use base::finding::Finding;
use base::id::{PersonId, StandardId, TaskId, VisitId};
use domain::order::noted::{Ability, Outcome};

/// A contract review.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewOrder {
    /// Revision of the order that was reviewed.
    pub revision: u64,
    /// Outcome.
    pub outcome: Outcome,
    /// Able?
    pub able: Ability,
    /// Discussion.
    #[serde(default)]
    pub discussion: String,
}

/// Tasks made from an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TasksView {
    /// Their identities, in the order of the lines.
    pub tasks: Vec<TaskId>,
}

/// Assign a task.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignTask {
    /// Revision of the task.
    pub revision: u64,
    /// Calibrators.
    pub calibrators: Vec<PersonId>,
    /// Standards to take.
    pub standards: Vec<StandardId>,
    /// The visit.
    #[serde(default)]
    pub visit: Option<VisitId>,
}

/// What became of an assignment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AssignedView {
    /// The task's revision now.
    pub revision: u64,
    /// Warnings.
    pub findings: Vec<Finding>,
}
