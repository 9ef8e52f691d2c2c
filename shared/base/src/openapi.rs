//! How the API's description tells of values that are written as a text of their own.

/// A type that is written as a text with this pattern, or as one of this format.
#[macro_export]
macro_rules! text_schema {
    ($type:ty, $name:literal, $key:literal: $value:expr) => {
        #[cfg(feature = "openapi")]
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", $key: $value })
            }
        }
    };
}
