//! Who asks.

use base::id::{CustomerId, PersonId};
use domain::access::Role;
use domain::event::Hash;

use super::{Error, Result};

/// The person signed in, as handlers and use cases get them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Roles held now.
    pub roles: Vec<Role>,
    /// The customer, for customers' people.
    pub customer: Option<CustomerId>,
    /// The hash of the requesting session's token; `None` if the program itself acts for a person.
    pub session: Option<Hash>,
}

impl Actor {
    /// Whether they hold a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The customer whose objects they may see; refused for anybody else (C-4.1.2.2).
    pub fn own_customer(&self) -> Result<CustomerId> {
        match self.customer {
            Some(customer) if self.has(Role::Customer) => Ok(customer),
            _ => Err(Error::refused(403, "not_for_role")),
        }
    }

    /// Staff may pass; a customer's person only for their own customer. Another's object is "not found" (C-4.1.2.2).
    pub fn may_see(&self, owner: Option<CustomerId>) -> Result<()> {
        if self.has(Role::Customer) && (self.customer.is_none() || self.customer != owner) {
            return Err(Error::not_found());
        }
        Ok(())
    }
}
