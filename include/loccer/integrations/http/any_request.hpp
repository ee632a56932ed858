// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_ANY_REQUEST_HPP
#define LOCCER_INTEGRATIONS_HTTP_ANY_REQUEST_HPP

// A request of any framework as records show it. A framework is adapted to by a view, a class of a few one-line
// members; behind AnyRequest its type is forgotten, so that what writes records is compiled once and not for each
// framework. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/function_ref.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// *Returns* what stands between the first `?` of a target and its `#`. *Source* RFC 3986 section 3.4.
[[nodiscard]] constexpr std::string_view query_of(std::string_view target) noexcept {
    const std::string_view without_fragment = target.substr(0, target.find('#'));
    const std::size_t mark = without_fragment.find('?');
    return mark == std::string_view::npos ? std::string_view{} : without_fragment.substr(mark + 1);
}

/// *Returns* a target without its query. *Source* RFC 3986 section 3.3.
[[nodiscard]] constexpr std::string_view path_of(std::string_view target) noexcept {
    return target.substr(0, target.find_first_of("?#"));
}

/// Is called with a name and its value, which need to live for the call and no longer: it writes what it is given, or
/// copies it.
using PairVisitor = FunctionRef<void(std::string_view name, std::string_view value)>;

/// What is known of a file in a multipart body. Its texts live as long as the call that it is given to.
struct FileFacts {
    std::string_view form_name;  ///< of the part: `name` of RFC 7578 section 4.2
    std::string_view filename;
    std::string_view content_type;     ///< empty where the part did not say
    std::uint64_t content_length = 0;  ///< of the content. *Units* bytes.
    const void* part = nullptr;        ///< given to for_each_header
    /// *Effects* visits the part's headers. Null where the framework forgets them.
    void (*for_each_header)(const void* part, PairVisitor visit) = nullptr;
};
using FileVisitor = FunctionRef<void(const FileFacts& file)>;

/// What every request has.
struct RequestFacts {
    std::string_view method;
    std::string_view target;  ///< as it came: path and query; empty where the framework has only the two of them
    std::string_view path;    ///< the target without its query, or what the framework made of it
    std::string_view query;   ///< without the `?` before it; not decoded
    std::string_view http_version;
    std::string_view endpoint;  ///< the route that was found; empty where there is none
    std::string_view remote_address;
    int remote_port = 0;                   ///< 0 where it is not known
    std::optional<std::string_view> body;  ///< none where it is not in memory: read piece by piece, or not yet
    bool knows_parts = false;              ///< whether the framework takes multipart bodies apart
};

/// What a member of a view may return as a text: a view of it, or a reference to what the request holds. A class that
/// owns its text would be gone before the text is read.
template <class Result>
concept RequestText = std::convertible_to<Result, std::string_view> &&
                      (std::is_reference_v<Result> || std::is_trivially_destructible_v<Result>);

/// Shows a framework's request. It is made where a record is, so it holds a reference and nothing else.
/// 1. `method()` and `remote_address()`: texts.
/// 2. `target()`, path and query as they came; or where the framework keeps them apart, `path()`, and `query()` where
///    it knows one, with or without the `?`: texts. A view that has all of them is asked for all of them.
/// 3. `for_each_header(visit)` calls `visit(name, value)` for each header.
/// 4. Optional: `http_version()`, `endpoint()`, texts; `remote_port()`, a number; `body()`, a
///    std::optional<std::string_view>, empty where the body is not in memory.
/// 5. Optional: `for_each_form_field(visit)` and `for_each_file(visit)` of a multipart body, which take what
/// PairVisitor
///    and FileVisitor take. An urlencoded body needs neither; without for_each_file(), a multipart body is taken apart
///    as it is.
/// Laws: texts that a member returns stay where they are until the record is made, so they are the request's and not
/// the view's. What a visitor is called with lives for that call only: a header may be put together for it. The same
/// headers are visited each time. Any member may throw; the record says so then.
/// Models: HttplibView, BeastView.
template <class View>
concept RequestView = requires(const View& view, PairVisitor visit) {
    { view.method() } -> RequestText;
    { view.remote_address() } -> RequestText;
    view.for_each_header(visit);
} && (requires(const View& view) {
    { view.target() } -> RequestText;
} || requires(const View& view) {
    { view.path() } -> RequestText;
});

/// A request, borrowed. *Allocates* no. *Throws* what the view throws.
class AnyRequest {
  public:
    constexpr AnyRequest() noexcept = default;

    /// *Returns* a request that is looked at as `View{source}`. \param source outlives the result.
    template <class View, class Source>
    [[nodiscard]] static AnyRequest of(const Source& source) noexcept {
        static_assert(RequestView<View>,
                      "loccer::http::AnyRequest: View must have method(), target() or path(), remote_address() and "
                      "for_each_header(visit); see docs/errors.md#request-view");
        if constexpr (RequestView<View>) return AnyRequest(&source, &access_by<View, Source>);
        else return {};
    }

    /// *Returns* whether this is the request that was given to of().
    [[nodiscard]] bool is(const void* source) const noexcept { return source_ == source; }

    [[nodiscard]] RequestFacts facts() const { return access_ == nullptr ? RequestFacts{} : access_->facts(source_); }
    void for_each_header(PairVisitor visit) const {
        if (access_ != nullptr) access_->headers(source_, visit);
    }
    /// *Effects* visits the fields of a multipart body.
    void for_each_form_field(PairVisitor visit) const {
        if (access_ != nullptr) access_->form_fields(source_, visit);
    }
    void for_each_file(FileVisitor visit) const {
        if (access_ != nullptr) access_->files(source_, visit);
    }

  private:
    struct Access {
        RequestFacts (*facts)(const void* source);
        void (*headers)(const void* source, PairVisitor visit);
        void (*form_fields)(const void* source, PairVisitor visit);
        void (*files)(const void* source, FileVisitor visit);
    };

    AnyRequest(const void* source, const Access* access) noexcept : source_(source), access_(access) {}

    template <class View>
    static RequestFacts facts_of(const View& view) {
        RequestFacts facts;
        facts.method = view.method();
        facts.remote_address = view.remote_address();
        if constexpr (requires { view.target(); }) facts.target = view.target();
        if constexpr (requires { view.path(); }) facts.path = view.path();
        else facts.path = path_of(facts.target);
        if constexpr (requires { view.query(); }) {
            facts.query = view.query();
            if (facts.query.starts_with('?')) facts.query.remove_prefix(1);
        } else {
            facts.query = query_of(facts.target);
        }
        if constexpr (requires { view.http_version(); }) facts.http_version = view.http_version();
        if constexpr (requires { view.endpoint(); }) facts.endpoint = view.endpoint();
        if constexpr (requires { view.remote_port(); }) facts.remote_port = view.remote_port();
        if constexpr (requires { view.body(); }) facts.body = view.body();
        facts.knows_parts = requires(FileVisitor visit) { view.for_each_file(visit); };
        return facts;
    }

    template <class View, class Source>
    static constexpr Access access_by{
        [](const void* source) { return facts_of(View{*static_cast<const Source*>(source)}); },
        [](const void* source, PairVisitor visit) { View{*static_cast<const Source*>(source)}.for_each_header(visit); },
        []([[maybe_unused]] const void* source, [[maybe_unused]] PairVisitor visit) {
            if constexpr (requires(const View& view) { view.for_each_form_field(visit); })
                View{*static_cast<const Source*>(source)}.for_each_form_field(visit);
        },
        []([[maybe_unused]] const void* source, [[maybe_unused]] FileVisitor visit) {
            if constexpr (requires(const View& view) { view.for_each_file(visit); })
                View{*static_cast<const Source*>(source)}.for_each_file(visit);
        }};

    const void* source_ = nullptr;
    const Access* access_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
