#compdef blogctl
# Completion of blogctl for zsh: in a folder of $fpath, as _blogctl.

_blogctl() {
  local -a answer values shown lines
  local line kind
  answer=("${(@f)$(_BLOGCTL_COMPLETE=zsh COLUMNS=$COLUMNS command ${~${(Q)words[1]}} \
    "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  kind=${answer[1]:-none}
  for line in "${(@)answer[2,-1]}"; do
    values+=("${line%%$'\t'*}")
    shown+=("${line#*$'\t'}")
  done
  [[ "$values" == "$shown" ]] || lines=(-l)  # one a line, where something is said of them
  (($#values)) && compadd $lines -V blogctl -d shown -a values
  [[ $kind == none || $PREFIX != --*=* ]] || compset -P '--[a-z-]##='
  case $kind in
    story) _files -g '*.story.toml' ;;
    folder) _files -/ ;;
    file) _files ;;
  esac
  (($compstate[nmatches]))
}

if [[ $funcstack[1] == _blogctl ]]; then
  _blogctl "$@"
else
  compdef _blogctl blogctl
fi
