// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_PLATFORM_HPP
#define LOCCER_INTEGRATIONS_PLATFORM_HPP

// On which machine, in which process and by which build an error happened. Whatever stays the same for
// the life of the process is gathered when the log is made, so a capture only copies it.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/process.hpp>
#include <loccer/event/event.hpp>
#include <loccer/integrations/platform/compiler.hpp>
#include <loccer/integrations/platform/container.hpp>
#include <loccer/integrations/platform/environment_copy.hpp>
#include <loccer/integrations/platform/processor.hpp>
#include <loccer/integrations/platform/username.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/settings.hpp>
#include <loccer/trace/modules.hpp>

#include <string>
#include <string_view>
#include <sys/utsname.h>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Adds `platform`: user, host, operating system, build, process, container, and those environment variables
/// that the log's setting `Environment<...>` names. docs/schema.md lists every key; unknown values are null.
class PlatformIntegration {
  public:
    using loccer_role = IntegrationRole;
    static constexpr FixedString name = "platform";

    /// *Effects* gathers what does not change. *Allocates* yes. *Throws* std::bad_alloc.
    PlatformIntegration() { ::uname(&system_); }

    /// *Effects* copies the environment variables that the log's setting names, and no others.
    /// *Allocates* yes. *Throws* std::bad_alloc.
    template <class Context>
    void activate() {
        using Allowed = typename Context::template setting<policy::EnvironmentKind, Environment<>>;
        environment_ = platform::EnvironmentCopy::of_process([](std::string_view variable) {
            bool allowed = false;
            Allowed::for_each([&](std::string_view known) { allowed = allowed || known == variable; });
            return allowed;
        });
    }

    /// *Effects* writes what stays the same for the life of the log.
    void gather_once(auto& out) const {
        using namespace literals;
        put(out, "username"_key, username_);
        put(out, "hostname"_key, system_.nodename);
        out.object("uname"_key, [this](auto& uname) {
            put(uname, "system"_key, system_.sysname);
            put(uname, "node"_key, system_.nodename);
            put(uname, "release"_key, system_.release);
            put(uname, "version"_key, system_.version);
            put(uname, "machine"_key, system_.machine);
            put(uname, "processor"_key, processor_);
        });
        out.object("cpp"_key, [](auto& cpp) {
            constexpr platform::CompilerFacts facts = platform::compiler_facts();
            put(cpp, "compiler"_key, facts.compiler);
            put(cpp, "compiler_version"_key, facts.compiler_version);
            put(cpp, "standard"_key, facts.standard);
            put(cpp, "standard_library"_key, facts.standard_library);
            put(cpp, "build_type"_key, facts.build_type);
        });
        put(out, "executable"_key, trace::executable_path.view());
        put(out, "build_id"_key, build_id_.view());
        put(out, "container"_key, container_);
        out.object("environment_variables"_key, [this](auto& variables) {
            using Variables = std::remove_cvref_t<decltype(variables)>;
            using Allowed = typename Variables::template setting<policy::EnvironmentKind, Environment<>>;
            Allowed::for_each([&](std::string_view variable) {
                const std::string_view found = environment_.find(variable);
                if (found.data() == nullptr) {
                    variables.field(variable, nullptr);
                } else {
                    variables.field(variable, found);
                }
            });
        });
    }

    /// *Effects* writes what may differ: a child of fork() has another number. *Allocates* no. *Threads* any, several
    /// at once.
    void gather(const Event& event, auto& out) const {
        using namespace literals;
        out.field("pid"_key, current_process());
        out.field("thread"_key, event.thread.id);
    }

  private:
    /// *Effects* writes a text, or null where nothing is known.
    static void put(auto& out, auto key, std::string_view text) {
        if (text.empty()) {
            out.field(key, nullptr);
        } else {
            out.field(key, text);
        }
    }

    static trace::BuildIdText build_id_of_program() noexcept {
        trace::Module program;
        trace::modules::find_if([&](const trace::Module& module) {
            if (!module.is_executable()) return false;
            program = module;
            return true;
        });
        return trace::BuildIdText(program.image.build_id);
    }

    ::utsname system_{};
    std::string username_ = platform::username();
    std::string processor_ = platform::processor();
    trace::BuildIdText build_id_ = build_id_of_program();
    std::string_view container_ = platform::container_hint();
    platform::EnvironmentCopy environment_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
