// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_CONTEXT_HPP
#define LOCCER_INTEGRATIONS_HTTP_CONTEXT_HPP

// What an integration of a web framework is made of. Where a handler has answered when it returns, it is a view of the
// framework's request (http/any_request.hpp) and a ServerIntegration (http/server_integration.hpp). Else it is a policy
// that calls gather_request(), and hooks: which request is under way (http/current_request.hpp), what is thrown on the
// way (http/watched.hpp), what becomes of it (http/response_recorder.hpp).
// Layer: integrations.

// IWYU pragma: begin_exports
#include <loccer/integrations/http/any_request.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/gather_request.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/http/server_integration.hpp>
#include <loccer/integrations/http/setting.hpp>
#include <loccer/integrations/http/watched.hpp>
// IWYU pragma: end_exports

#endif
