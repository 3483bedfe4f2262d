# A part of build.sh, whose functions it uses: what others wrote and we build on.
# shellcheck shell=bash

need_cargo_deny() { cargo_tool cargo-deny 0.20.2 --debug; }

# Licences, doubles and sources by .cargo/deny.toml, and known holes where the
# databases of them can be reached.
supply() {
  need_cargo_deny
  cargo deny --log-level error check licenses bans sources
  if timeout 120 cargo deny --log-level off fetch db >/dev/null 2>&1; then
    cargo deny --log-level error check --disable-fetch advisories
  else
    echo 'skipped: advisories of crates (their database cannot be reached from here)'
  fi
  audit_npm
}

audit_npm() {
  local found
  if found=$(cd web && timeout 120 npm audit --audit-level=moderate --json 2>/dev/null); then return; fi
  case $found in
    *auditReportVersion*) fail "npm audit: $found" ;;
    *) echo 'skipped: advisories of npm packages (the registry here does not tell them)' ;;
  esac
}
