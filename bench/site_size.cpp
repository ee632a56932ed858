// SPDX-License-Identifier: MIT
// How many bytes a capture site adds to a program, over the plain call: the compiler is given a file with a few
// sites and one with more, at -O2, and `size` says what grew. Hot is the code on the way of a program in which
// nothing fails, cold what lies apart from it; unwind tables and constants are read only where something is thrown.
// With --check it looks at the light front alone, and fails where a site has outgrown what is written down here.
//
// Usage: site_size [--check] COMPILER [FLAG...]

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
    Form{"LOCCER_CAPTURE(errors) { work(); };", "LOCCER_CAPTURE(errors) { work(#); }; more(#);", 10, 48},
    Form{"LOCCER_SUPPRESS(errors) { work(); };", "LOCCER_SUPPRESS(errors) { work(#); }; more(#);", 16, 36},
    Form{"LOCCER_TRY { work(); } LOCCER_CATCH(errors) {}", "LOCCER_TRY { work(#); } LOCCER_CATCH(errors) {} more(#);",
         20, 66},
    Form{"LOCCER_CAPTURE(errors, a, b) { work(); };", "LOCCER_CAPTURE(errors, a, b) { work(#); }; more(#);", 140, 100},
    Form{"LOCCER_LOCALS(a, b); work();", "{ LOCCER_LOCALS(a, b); work(#); } more(#);", 175, 60},
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

/// *Returns* false where something could not be measured or, if that is checked, is larger than written down.
bool print_table(const char* title, std::string_view head, const std::string& compiler, const std::string& file,
                 bool checks = false) {
    bool as_written = true;
    std::printf("%-52s %6s %6s %8s %10s\n", title, "hot", "cold", "tables", "constants");
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
        std::printf("%-52s %6.0f %6.0f %8.0f %10.0f\n", form.title, more.hot, more.cold, more.tables, more.constants);
        if (!checks || (more.hot <= form.most_hot && more.cold <= form.most_cold)) continue;
        std::printf("at most %.0f hot and %.0f cold bytes are written down\n", form.most_hot, form.most_cold);
        as_written = false;
    }
    return as_written;
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
    if (checks) return print_table("bytes a site, front.hpp", head_of_front, compiler, file, true) ? 0 : 1;
    const bool both =
        print_table("bytes a site, loccer.hpp (below the first: more)", head_of_library, compiler, file) &&
        print_table("bytes a site, front.hpp (below the first: more)", head_of_front, compiler, file);
    return both ? 0 : 1;
}
