// SPDX-License-Identifier: MIT
// How many bytes a capture site adds to a program, over the plain call: the compiler is given a file with a few
// sites and one with more, at -O2, and `size` says what grew. Hot is the code on the way of a program in which
// nothing fails, cold what lies apart from it; unwind tables and constants are read only where something is thrown.
// Then what a type adds: a log of a further type to the file that makes logs, a type of which variables are shown.
// With --check it looks at the light front alone, and fails where a site has outgrown what is written down here.
//
// Usage: site_size [--check] COMPILER [FLAG...]; LOCCER_BENCH_JSON names a file for the figures.

#include "table.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int few = 4;
constexpr int many = 20;

constexpr std::string_view head_of_library = R"(
#include <loccer/loccer.hpp>
using ErrorLog = loccer::Loccer<loccer::NullOutput>;
#define PARAMETER ErrorLog& errors
)";

constexpr std::string_view head_of_front = R"(
#include <loccer/front.hpp>
LOCCER_DECLARE_LOG(errors);
#define PARAMETER
)";

struct Form {
    const char* title;
    std::string_view body;   ///< `#` is another number in each function
    double most_hot = 1000;  ///< with GCC on x86-64
    double most_cold = 1000;
};

constexpr std::array forms{
    Form{"work();", "work(#); more(#);"},
    Form{"try { work(); } catch (...) { errors(); }", "try { work(#); } catch (...) { errors(); } more(#);"},
    Form{"LOCCER_CAPTURE(errors) { work(); };", "LOCCER_CAPTURE(errors) { work(#); }; more(#);", 6, 46},
    Form{"LOCCER_SUPPRESS(errors) { work(); };", "LOCCER_SUPPRESS(errors) { work(#); }; more(#);", 12, 34},
    Form{"LOCCER_TRY { work(); } LOCCER_CATCH(errors) {}", "LOCCER_TRY { work(#); } LOCCER_CATCH(errors) {} more(#);",
         16, 62},
    Form{"LOCCER_TRY { work(); } LOCCER_PASS_ON;", "LOCCER_TRY { work(#); } LOCCER_PASS_ON; more(#);", 6, 50},
    Form{"LOCCER_CAPTURE(errors, a, b) { work(); };", "LOCCER_CAPTURE(errors, a, b) { work(#); }; more(#);", 130, 95},
    Form{"LOCCER_LOCALS(a, b); work();", "{ LOCCER_LOCALS(a, b); work(#); } more(#);", 170, 58},
};

/// Bytes of an object file, or of a site.
struct Size {
    double hot = 0;
    double cold = 0;
    double tables = 0;
    double constants = 0;
    bool known = false;

    [[nodiscard]] Size per_site_beyond(const Size& fewer) const {
        constexpr double sites = many - few;
        return {(hot - fewer.hot) / sites, (cold - fewer.cold) / sites, (tables - fewer.tables) / sites,
                (constants - fewer.constants) / sites, known && fewer.known};
    }
    [[nodiscard]] Size beyond(const Size& plain) const {
        return {hot - plain.hot, cold - plain.cold, tables - plain.tables, constants - plain.constants,
                known && plain.known};
    }
};

/// *Returns* the output of a program, empty where it failed.
std::string output_of(const std::string& command) {
    std::string output;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return output;
    std::array<char, 4096> block{};
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe)) output.append(block.data(), size);
    return ::pclose(pipe) == 0 ? output : std::string();
}

Size size_of(const std::string& object) {
    Size size;
    std::istringstream lines(output_of("size -A -d " + object));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string section;
        double bytes = 0;
        if (!(words >> section >> bytes)) continue;
        size.known = true;
        const auto begins = [&](std::string_view name) { return section.starts_with(name); };
        if (begins(".text.unlikely")) size.cold += bytes;
        else if (begins(".text")) size.hot += bytes;
        else if (begins(".eh_frame") || begins(".gcc_except_table")) size.tables += bytes;
        else if (begins(".rodata") || begins(".data")) size.constants += bytes;
    }
    return size;
}

std::string source_of(std::string_view head, std::string_view body, int sites) {
    std::string text = std::string(head) + "void work(int);\nvoid more(int);\nextern int a, b;\n";
    for (int site = 1; site <= sites; ++site) {
        const std::string number = std::to_string(site);
        text += "void site_" + number + "(PARAMETER) { ";
        for (const char c : body) {
            if (c == '#') text += number;
            else text += c;
        }
        text += " }\n";
    }
    return text;
}

Size measured(const std::string& compiler, const std::string& file, const std::string& text) {
    std::ofstream(file + ".cpp") << text;
    // Padding in front of a function says nothing of its size.
    const std::string command = compiler + " -O2 -falign-functions=1 -c " + file + ".cpp -o " + file + ".o";
    const Size size = std::system(command.c_str()) == 0 ? size_of(file + ".o") : Size{};
    ::unlink((file + ".cpp").c_str());
    ::unlink((file + ".o").c_str());
    return size;
}

void print_head(const char* title) {
    std::printf("%-52s %7s %6s %8s %10s\n", title, "hot", "cold", "tables", "constants");
}
void print_row(bench::Figures& figures, const char* title, const char* name, const Size& size) {
    std::printf("%-52s %7.0f %6.0f %8.0f %10.0f\n", name, size.hot, size.cold, size.tables, size.constants);
    bench::Result result{title, name};
    result.bytes = size.hot + size.cold;
    figures.add(result);
}

/// *Returns* false where something could not be measured or, if that is checked, is larger than written down.
bool print_sites(bench::Figures& figures, const char* title, std::string_view head, const std::string& compiler,
                 const std::string& file, bool checks = false) {
    bool as_written = true;
    print_head(title);
    Size plain;
    for (const Form& form : forms) {
        const Size site = measured(compiler, file, source_of(head, form.body, many))
                              .per_site_beyond(measured(compiler, file, source_of(head, form.body, few)));
        if (!site.known) {
            std::fprintf(stderr, "site_size: `%s` could not be compiled or measured\n", form.title);
            return false;
        }
        if (&form == forms.data()) plain = site;
        const Size more = &form == forms.data() ? site : site.beyond(plain);
        print_row(figures, title, form.title, more);
        if (!checks || (more.hot <= form.most_hot && more.cold <= form.most_cold)) continue;
        std::printf("at most %.0f hot and %.0f cold bytes are written down\n", form.most_hot, form.most_cold);
        as_written = false;
    }
    return as_written;
}

constexpr std::string_view one_log = R"(
#include <loccer/loccer.hpp>
using First = loccer::Loccer<loccer::NullOutput>;
void make() { static First first; first.capture_exception(); }
)";

constexpr std::string_view other_redaction = R"(
using Second = loccer::Loccer<loccer::NullOutput, loccer::KeyRedaction<"badge-id">>;
void make_second() { static Second second; second.capture_exception(); }
)";

constexpr std::string_view other_parts = R"(
using Second = loccer::Loccer<loccer::InMemoryOutput, loccer::PlatformIntegration>;
void make_second() { static Second second; second.capture_exception(); }
)";

constexpr std::string_view first_shown = R"(
#include <boost/hana/define_struct.hpp>
#include <loccer/loccer.hpp>
#include <vector>
using ErrorLog = loccer::Loccer<loccer::NullOutput>;
void work(int);
struct Order { BOOST_HANA_DEFINE_STRUCT(Order, (int, number), (double, total)); };
struct Route { BOOST_HANA_DEFINE_STRUCT(Route, (long, from), (long, to), (bool, is_open)); };
void show(ErrorLog& errors, Order& order) { LOCCER_SUPPRESS(errors, order) { work(1); }; }
)";

constexpr std::string_view other_shown = R"(
void show(ErrorLog& errors, Route& route) { LOCCER_SUPPRESS(errors, route) { work(1); }; }
)";

constexpr std::string_view vector_shown = R"(
void show(ErrorLog& errors, std::vector<Order>& orders) { LOCCER_SUPPRESS(errors, orders) { work(1); }; }
)";

/// What comes to a file with a further type.
struct FurtherType {
    const char* title;
    std::string_view text;
    std::string_view more;
};

constexpr std::array further_types{
    FurtherType{"the first log", "", one_log},
    FurtherType{"a log with other redactions", one_log, other_redaction},
    FurtherType{"a log with other outputs and integrations", one_log, other_parts},
    FurtherType{"a struct that is shown, and the site", first_shown, other_shown},
    FurtherType{"a vector of structs that is shown, and the site", first_shown, vector_shown},
};

/// *Returns* false where something could not be measured.
bool print_types(bench::Figures& figures, const std::string& compiler, const std::string& file) {
    constexpr const char* title = "bytes a type";
    print_head(title);
    for (const FurtherType& type : further_types) {
        Size fewer = measured(compiler, file, std::string(type.text));
        if (type.text.empty()) fewer.known = true;
        const Size size = measured(compiler, file, std::string(type.text) + std::string(type.more)).beyond(fewer);
        if (!size.known) {
            std::fprintf(stderr, "site_size: `%s` could not be compiled or measured\n", type.title);
            return false;
        }
        print_row(figures, title, type.title, size);
    }
    return true;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const bool checks = argument_count > 1 && std::string_view(arguments[1]) == "--check";
    const int first = checks ? 2 : 1;
    if (argument_count <= first) {
        std::fputs("usage: site_size [--check] COMPILER [FLAG...]\n", stderr);
        return 2;
    }
    std::string compiler;
    for (int i = first; i < argument_count; ++i) compiler += "'" + std::string(arguments[i]) + "' ";
    const std::string file = "/tmp/loccer_site_size." + std::to_string(::getpid());
    bench::Figures figures("site_size");
    if (checks) return print_sites(figures, "bytes a site, front.hpp", head_of_front, compiler, file, true) ? 0 : 1;
    const bool all =
        print_sites(figures, "bytes a site, loccer.hpp (below the first: more)", head_of_library, compiler, file) &&
        print_sites(figures, "bytes a site, front.hpp (below the first: more)", head_of_front, compiler, file) &&
        print_types(figures, compiler, file);
    return all ? 0 : 1;
}
