-- wrk's side of endpoint.py: `wrk ... -s requests.lua URL -- FILE [WORD]` asks the targets in FILE (a line each) in turn.
-- With WORD each request gets a comment of its own behind its query, so that no server has seen it before.

local targets, word, count = {}, "", 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    targets[#targets + 1] = line
  end
  word = arguments[2] or ""
end

function request()
  count = count + 1
  local target = targets[(count - 1) % #targets + 1]
  if word ~= "" then
    target = target .. "%20%23" .. word .. count
  end
  return wrk.format("GET", target, { ["Accept"] = "application/sparql-results+json" })
end
