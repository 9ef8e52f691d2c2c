//! The API's own description (OpenAPI 3.1), from the table of routes and the access table.

use contract::access::table::{Allow, Verb, find};
use contract::api::path;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required, ResponseBuilder};

use super::{Json, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::OPENAPI, description)
}

async fn description() -> Json<OpenApi> {
    Json(describe(&super::routes()))
}

fn describe(routes: &Routes) -> OpenApi {
    let paths = routes
        .listed()
        .iter()
        .fold(PathsBuilder::new(), |paths, (verb, path)| paths.path(*path, PathItem::new(method(*verb), operation(*verb, path))));
    let info = InfoBuilder::new().title("Etalon").version(env!("CARGO_PKG_VERSION")).build();
    OpenApiBuilder::new().info(info).paths(paths).build()
}

const fn method(verb: Verb) -> HttpMethod {
    match verb {
        Verb::Get => HttpMethod::Get,
        Verb::Post => HttpMethod::Post,
        Verb::Put => HttpMethod::Put,
        Verb::Delete => HttpMethod::Delete,
    }
}

fn operation(verb: Verb, path: &str) -> utoipa::openapi::path::Operation {
    let rule = find(verb, path);
    let who = rule.map_or_else(String::new, |rule| match rule.allow {
        Allow::Roles(roles) => format!("Roles: {roles:?}."),
        other => format!("{other:?}."),
    });
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters = named.map(|name| ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True).build());
    let builder = OperationBuilder::new()
        .summary(rule.map(|rule| rule.summary))
        .description(Some(who))
        .response("2XX", ResponseBuilder::new().description("Done.").build())
        .response("4XX", ResponseBuilder::new().description("application/problem+json with `code` and `path`.").build());
    parameters.fold(builder, OperationBuilder::parameter).build()
}
