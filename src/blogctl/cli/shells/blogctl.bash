# Completion of blogctl for bash, 4.4 or newer.

_blogctl() {
    local kind word=$2
    local -a answer
    COMPREPLY=()
    mapfile -t answer < <(_BLOGCTL_COMPLETE=bash COLUMNS=${COLUMNS-} "${1/#\~/$HOME}" \
        "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" "$COMP_TYPE" 2>/dev/null)
    kind=${answer[0]-none}
    COMPREPLY=("${answer[@]:1}")
    case $kind in
    story)
        compopt -o filenames
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY \
            < <(compgen -f -X '!*.story.toml' -- "$word"; compgen -d -- "$word")
        ;;
    folder)
        compopt -o filenames
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
        ;;
    none)
        compopt +o default -o nosort
        ;;
    esac
}

complete -o default -F _blogctl blogctl
