//! What was not planned: another item of the customer, or one nobody knew of. The office reviews the order afterwards.

use base::finding::Finding;
use base::id::{EditionId, ItemId, ServiceId, VisitId};
use base::text::Bilingual;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::library::edition::Edition;
use domain::pack::{JobPack, Known};
use domain::register::identified;
use domain::visit::Visit;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::{Button, Field, TextField};
use crate::data::tablet::{Plan, Tablet};
use crate::pages::tablet::refused::Refused;
use crate::pages::tablet::task_card::Begin;
use crate::text::{self, t, tr};

/// Other items known at this customer, and a form for one that is not.
#[component]
pub fn Unplanned(pack: JobPack, visit: Known<Visit>) -> impl IntoView {
    view! {
        <div class="stack wide">
            <KnownItems pack=pack.clone() visit=visit.clone() />
            <NewItem pack=pack visit=visit />
        </div>
    }
}

/// A method edition to choose, for an item whose method nobody has agreed on yet.
#[component]
pub fn EditionChoice(editions: Vec<Known<Edition>>, chosen: RwSignal<String>) -> impl IntoView {
    view! {
        <Field label=tr("unplanned.method") needed=true>
            <select data-test="edition" prop:value=chosen on:change:target=move |event| chosen.set(event.target().value())>
                <option value="">{tr("unplanned.choose")}</option>
                {editions.into_iter().map(|known| {
                    let body = known.body;
                    let name = move || format!("{} · {}", body.named(), text::name(&body.title));
                    view! { <option value=known.id.to_string()>{name}</option> }
                }).collect_view()}
            </select>
        </Field>
    }
}

#[component]
fn KnownItems(pack: JobPack, visit: Known<Visit>) -> impl IntoView {
    let tablet = Tablet::here();
    let planned: Vec<ItemId> = pack.tasks.iter().map(|task| task.task.item).collect();
    let chosen = RwSignal::new(String::new());
    let edition = move || chosen.get().parse::<EditionId>().ok();
    let (customer, visit) = (visit.body.customer, visit.id);
    let services = StoredValue::new(pack.clone());
    // An item is not calibrated by a method of another service (C-4.2).
    let others = move |item: &Item, edition: EditionId| {
        let serves = services.with_value(|pack| service_of(pack, edition));
        item.service.zip(serves).is_some_and(|(own, serves)| own != serves)
    };
    let line = move |(id, item): (ItemId, Item)| {
        let name = item.name.clone();
        let own = item.clone();
        view! {
            <article class="card tb-card">
                <span class="grow stack tight">
                    <span class="strong">{move || text::name(&name)}</span>
                    <span class="soft">{move || format!("{} · {} · {}", item.identification, item.model, text::serial(&item.serial_number))}</span>
                </span>
                {move || match edition() {
                    Some(edition) if others(&own, edition) => view! { <span class="soft small">{tr("unplanned.another_service")}</span> }.into_any(),
                    Some(edition) => {
                        let plan = Plan { item: id, edition, task: None, visit: Some(visit), instead_of: None };
                        view! { <Begin plan=plan /> }.into_any()
                    }
                    None => view! { <span class="soft small">{tr("unplanned.choose_method")}</span> }.into_any(),
                }}
            </article>
        }
    };
    let items = move || {
        let others = tablet.items().into_iter().filter(|(id, item)| item.customer == customer && !planned.contains(id));
        others.map(line).collect_view()
    };
    view! {
        <section class="stack" data-test="known-items">
            <h2>{tr("unplanned.known")}</h2>
            <EditionChoice editions=pack.editions chosen=chosen />
            <div class="tb-cards">{items}</div>
        </section>
    }
}

#[component]
fn NewItem(pack: JobPack, visit: Known<Visit>) -> impl IntoView {
    let tablet = Tablet::here();
    let navigate = use_navigate();
    let fields = ["identification", "name_zh", "name_en", "model", "manufacturer", "serial_number", "range"]
        .map(|key| (key, RwSignal::new(String::new())));
    let chosen = RwSignal::new(String::new());
    let known = StoredValue::new(pack.clone());
    let refused = RwSignal::new(None::<Finding>);
    let why_not = Signal::derive(move || chosen.get().is_empty().then(|| t("unplanned.choose_method")));
    let (customer, visit) = (visit.body.customer, visit.id);
    let begin = Callback::new(move |()| {
        let [identification, zh, en, model, manufacturer, serial_number, range] =
            fields.map(|(_, value)| value.get_untracked().trim().to_owned());
        let name = Bilingual { zh, en };
        let notes = String::new();
        let location = String::new();
        let Ok(edition) = chosen.get_untracked().parse::<EditionId>() else { return };
        // The method says what the item is to be calibrated as.
        let service = known.with_value(|pack| service_of(pack, edition));
        let item = Item { customer, identification, name, model, manufacturer, serial_number, range, service, location, notes };
        if let Some(why) = identified::item(None, &item).into_iter().next() {
            refused.set(Some(why));
            return;
        }
        let navigate = navigate.clone();
        spawn_local(async move {
            match found(tablet, item, edition, visit).await {
                Ok(path) => navigate(&path, Default::default()),
                Err(why) => drop(refused.try_set(Some(why))),
            }
        });
    });
    let inputs = fields.map(|(key, value)| {
        let label = format!("item.{key}");
        view! { <TextField label=move || t(&label) value=value name=key /> }
    });
    view! {
        <section class="card" data-test="new-item">
            <header><h2>{tr("unplanned.new")}</h2></header>
            <div class="body stack">
                <div class="form">{inputs.collect_view()}<EditionChoice editions=pack.editions chosen=chosen /></div>
                {move || refused.get().map(|why| view! { <Refused why=why /> })}
                <Button label=tr("unplanned.begin") look="primary" on_press=begin why_not=why_not />
            </div>
        </section>
    }
}

/// The service that an edition's method serves.
fn service_of(pack: &JobPack, edition: EditionId) -> Option<ServiceId> {
    let method = pack.editions.iter().find(|known| known.id == edition)?.body.method;
    pack.methods.iter().find(|known| known.id == method).map(|known| known.body.service)
}

/// Writes the item down, then begins its record; the way there.
async fn found(tablet: Tablet, item: Item, edition: EditionId, visit: VisitId) -> Result<String, Finding> {
    let id = tablet.new_id()?;
    tablet.commit(Stream::item(id), Body::ItemFound(Box::new(item))).await?;
    let plan = Plan { item: id, edition, task: None, visit: Some(visit), instead_of: None };
    Ok(format!("/record/{}", tablet.begin_record(&plan).await?))
}
