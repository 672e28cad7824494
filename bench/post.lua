-- wrk: posts the file named by BODY; with TOKENS, a file of tokens, each request takes one of its own; with
-- PATIENTS=n the requests are about n patients, by turns: the same chart, of as many FHIR servers.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
file:close()

local threads = 0
setup = function(thread)
  thread:set("number", threads)
  threads = threads + 1
end

-- Every second token is one thread's, the others are the other's: bench/run.sh has two.
local list = os.getenv("TOKENS") or ""
if list ~= "" then
  local tokens, at = {}, 0
  init = function()
    local line_number = 0
    for line in io.lines(list) do
      if line_number % 2 == number then tokens[#tokens + 1] = line end
      line_number = line_number + 1
    end
  end
  request = function()
    at = at + 1
    wrk.headers["Authorization"] = "Bearer " .. (tokens[at] or "none is left")
    return wrk.format()
  end
end

local patients = tonumber(os.getenv("PATIENTS") or "")
if patients then
  local requests, at = {}, 0
  init = function()
    for i = 1, patients do
      local server = string.format('{"fhirServer":"https://ehr%d.example/fhir",', i)
      requests[i] = wrk.format(nil, nil, nil, server .. wrk.body:sub(2))
    end
  end
  request = function()
    at = at % patients + 1
    return requests[at]
  end
end

done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format("RESULT %.0f %.0f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(99.0), failed))
end
