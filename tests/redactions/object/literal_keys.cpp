// SPDX-License-Identifier: MIT
//
// What tests/support/redacted_object.py looks for in the object of this file. `show()` writes fields under keys
// that are literals; what only a redacted one of them needs must not be in the object. Compiled with
// LOCCER_TEST_KEY, the key of the fields in question.

#include <loccer/json/context.hpp>
#include <loccer/json/object.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>

#include <string_view>

/// Of another unit: who calls it refers to it.
std::string_view format_the_secret();

namespace secret_object {

template <int Distinction>
struct Formatted {  // a value that is described by a function of its own
    template <class Place>
    [[gnu::noinline]] friend void loccer_describe(Place& place, const Formatted&) {
        place.value("constant-of-the-formatter");
    }
};

#if LOCCER_TEST_SHOWS_ALL
using Rules = loccer::redactions::RulesOf<loccer::NoRedaction>;
#else
using Rules = loccer::redactions::RulesOf<>;
#endif
using Object = loccer::json::Object<loccer::json::Context<Rules>>;

// Visible, so that it is there whether it is called or not.
void show(Object& out);
void show(Object& out) {
    using namespace loccer::literals;
    out.field(LOCCER_TEST_KEY ""_key, [] { return "constant-of-the-callable"; });
    out.field(LOCCER_TEST_KEY ""_key, [] { return format_the_secret(); });
    out.field(LOCCER_TEST_KEY ""_key, Formatted<7741>());
    out.object(LOCCER_TEST_KEY ""_key, [](auto& inner) { inner.field("inner-of-the-object"_key, 1); });
    out.array(LOCCER_TEST_KEY ""_key, [](auto& array) { array.value("element-of-the-array"); });
}

}  // namespace secret_object
