# What the prompt's tests share. Each runs as
#   expect tests/prompt/NAME.exp PATH/TO/arr
# and exits 0 when it passed.
set arr [lindex $argv 0]
if {$arr eq ""} { puts stderr "usage: expect NAME.exp ARR"; exit 2 }
set timeout 20
log_user 0
set state [exec mktemp -d]
set env(XDG_STATE_HOME) $state
set env(TERM) vt100
set env(NO_COLOR) 1
set env(INPUTRC) /dev/null
unset -nocomplain env(ARR_CONFIG)

proc fail {what} {
    global expect_out state
    set seen [expr {[info exists expect_out(buffer)] ? $expect_out(buffer) : ""}]
    puts stderr "FAIL: $what; last seen: [list $seen]"
    file delete -force $state
    exit 1
}

# Waits for a pattern; anything else fails the test.
proc want {pattern} {
    global expect_out
    expect {
        -re $pattern {}
        timeout { fail "waited for $pattern" }
        eof { fail "ended before $pattern" }
    }
}

proc start {args} {
    global arr spawn_id
    spawn -noecho $arr {*}$args
    want {>>> $}
}

# Enters a line and waits for what follows it.
proc enter {line pattern} {
    send -- "$line\r"
    want $pattern
}

# Leaves by Ctrl-D and checks the exit code.
proc finish {code} {
    global state
    send "\004"
    expect {
        eof {}
        timeout { fail "did not leave at Ctrl-D" }
    }
    set status [lindex [wait] 3]
    if {$status != $code} { fail "exit code $status, wanted $code" }
    file delete -force $state
    exit 0
}
