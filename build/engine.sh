# Shared by ./gleaner and ./test: picks the engine and builds when something changed. Sourced, with $root and $me set.

say() { printf '%s: %s\n' "$me" "$*" >&2; }

fail() { say "$*"; exit 1; }

# Sets and exports OrleansEngine: --engine NAME beats the environment, which beats what .engine.props remembers, which
# beats a probe. Only what was probed is remembered.
choose_engine() {
    local wanted=${1:-}
    command -v dotnet >/dev/null 2>&1 || fail "there is no 'dotnet' on PATH; install the .NET 10 SDK."
    case $wanted in
        packages | builtin) OrleansEngine=$wanted ;;
        auto) rm -f "$root/artifacts/.no-ahead"; probe_engine ;;
        '')
            if [[ -z ${OrleansEngine:-} ]]; then
                OrleansEngine=$(remembered_engine)
                [[ -n $OrleansEngine ]] || probe_engine
            fi
            ;;
        *) say "--engine is packages, builtin or auto, not '$wanted'."; exit 2 ;;
    esac
    case $OrleansEngine in
        packages | builtin) export OrleansEngine ;;
        *) fail "OrleansEngine is packages or builtin, not '$OrleansEngine'." ;;
    esac
}

remembered_engine() {
    if [[ -f $root/.engine.props ]]; then
        sed -n 's:.*<OrleansEngine>\([a-z]*\)</OrleansEngine>.*:\1:p' "$root/.engine.props"
    fi
}

# Packages that are missing (NU1101, NU1102, NU1103) choose builtin. Anything else that fails a restore says nothing
# about what the package source carries, so it is reported and not remembered.
probe_engine() {
    local log=$root/artifacts/restore.log
    mkdir -p "$root/artifacts"
    if OrleansEngine=packages dotnet restore "$root/Orleans.sln" --nologo >"$log" 2>&1 </dev/null; then
        OrleansEngine=packages
        say "engine packages: Orleans restores from the package source (remembered in .engine.props)."
    elif grep -q 'error NU1301' "$log" || ! grep -qE 'error NU110[123]' "$log"; then
        grep -m 3 'error' "$log" | sed 's/^/  /' >&2
        fail "the packages cannot be restored, so no engine was chosen; mend that, or name one with --engine builtin (log: $log)."
    else
        OrleansEngine=builtin
        say "engine builtin: the package source does not carry all of Orleans (remembered in .engine.props)."
    fi
    local fresh=$root/.engine.props.$$
    printf '<Project><PropertyGroup><OrleansEngine>%s</OrleansEngine></PropertyGroup></Project>\n' "$OrleansEngine" >"$fresh"
    mv "$fresh" "$root/.engine.props"
}

# True when a source is newer than the last good build of that name. Folders count too: a deleted file leaves its mark there.
is_stale() {
    local stamp=$1
    [[ -f $stamp ]] || return 0
    [[ -n $(cd "$root" && find Directory.* BannedSymbols.txt .editorconfig Orleans.sln client silo grains engine sql tests bench \
        -newer "$stamp" -print -quit 2>/dev/null) ]]
}

# Compiles what is in release/ ahead of time into ready/, for a quick start. It is only that: where the package source
# lacks the compiler (remembered until --engine auto), or anything else is amiss, release/ serves.
compile_ahead() {
    local bin=$root/artifacts/$OrleansEngine/bin/Gleaner.Client log=$root/artifacts/$OrleansEngine/ahead.log
    [[ -e $root/artifacts/.no-ahead ]] && return
    if dotnet build "$root/build/ReadyToRun.csproj" -t:CompileAhead -p:From="$bin/release" -p:To="$bin/ready" --nologo -v quiet >"$log" 2>&1 </dev/null 9>&-; then
        return
    fi
    rm -rf "$bin/ready"
    if grep -qE 'error NU110[123]' "$log"; then touch "$root/artifacts/.no-ahead"; fi
}

# build NAME PROJECT [THEN]: output appears only when the build fails. One build at a time; the lock is not passed on,
# because the compiler server outlives the build.
build() {
    local name=$1 project=$2 then=${3:-:} folder=$root/artifacts/$OrleansEngine
    local stamp=$folder/.built-$name log=$folder/build-$name.log
    is_stale "$stamp" || return 0
    mkdir -p "$folder"
    (
        if command -v flock >/dev/null 2>&1; then flock 9; fi
        is_stale "$stamp" || exit 0
        [[ -t 2 ]] && say "building (engine $OrleansEngine) …"
        touch "$stamp.new"
        if ! dotnet build "$root/$project" -c Release --nologo -v quiet >"$log" 2>&1 </dev/null 9>&-; then
            grep -E 'error|warning' "$log" | sort -u | head -n 20 >&2
            fail "the build failed (log: $log)."
        fi
        "$then"
        mv "$stamp.new" "$stamp"
    ) 9>"$folder/.lock" || exit 1
}
