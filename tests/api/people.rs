//! People for stories about access: one of each role, and a customer's.

use backend::app::register::{Change, write};
use backend::app::{Error, password};
use backend::store::{Tx, account};
use base::id::{CustomerId, PersonId, kind};
use base::text::Bilingual;
use domain::access::Role;
use domain::library::person::{Person, TitleLevel};
use support::lab::PASSWORD;
use support::{Client, Lab};

/// A person with these roles, signed in. A customer's person belongs to a customer of their own.
pub async fn person(lab: &Lab, sign_in: &str, roles: &[Role]) -> Client {
    enter(lab, sign_in, roles, false).await;
    lab.person(sign_in).await
}

/// A person with these roles and a password, which may be a one-time one.
pub async fn enter(lab: &Lab, sign_in: &str, roles: &[Role], one_time: bool) -> PersonId {
    enter_as(lab, sign_in, roles, PASSWORD, one_time).await
}

/// The same with a password of their own.
pub async fn enter_with(lab: &Lab, sign_in: &str, roles: &[Role], password: &str) -> PersonId {
    enter_as(lab, sign_in, roles, password, false).await
}

async fn enter_as(lab: &Lab, sign_in: &str, roles: &[Role], password: &str, one_time: bool) -> PersonId {
    let hash = password::hash(&lab.app, password.to_owned()).await.expect("a hash");
    let (id, now): (PersonId, _) = (lab.app.new_id(), lab.now());
    let customer = roles.contains(&Role::Customer).then(|| lab.app.new_id::<kind::Customer>());
    let person = named(sign_in, roles, customer);
    let entered = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let (person, hash) = (person.clone(), hash.clone());
        Box::pin(async move {
            write(tx, Change { id, revision: 0, body: &person, at: now, by: None, reason: "" }).await?;
            Ok(account::put_password(tx, id, &hash, one_time, now).await?)
        })
    });
    entered.await.expect("the person is written");
    id
}

/// A person of the register with this password, signed in.
pub async fn with_password(lab: &Lab, id: PersonId, sign_in: &str, password: &str) -> Client {
    let hash = password::hash(&lab.app, password.to_owned()).await.expect("a hash");
    let now = lab.now();
    let entered = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let hash = hash.clone();
        Box::pin(async move { Ok(account::put_password(tx, id, &hash, false, now).await?) })
    });
    entered.await.expect("a password");
    lab.person(sign_in).await
}

fn named(sign_in: &str, roles: &[Role], customer: Option<CustomerId>) -> Person {
    Person {
        name: Bilingual { zh: String::new(), en: sign_in.to_owned() },
        sign_in: sign_in.to_owned(),
        email: String::new(),
        title: String::new(),
        // C-4.3.3: what the post asks for.
        title_level: if roles.contains(&Role::TechnicalManager) { TitleLevel::Senior } else { TitleLevel::None },
        roles: roles.to_vec(),
        customer,
        employment: Vec::new(),
        authorisations: Vec::new(),
        conflicts: Vec::new(),
        active: true,
    }
}
