# Completion of blogctl for fish.

function __blogctl_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l answer (_BLOGCTL_COMPLETE=fish command $words[1] $words[2..-1] (string unescape -- $word; or string trim -l -c "\"'" -- $word) 2>/dev/null)
    switch "$answer[1]"
        case story
            __fish_complete_suffix .story.toml
        case file
            __fish_complete_path (commandline -ct)
        case folder
            __fish_complete_directories (commandline -ct) ''
    end
    set -q answer[2]; and printf '%s\n' $answer[2..-1]
end

complete --command blogctl --no-files --keep-order --arguments '(__blogctl_complete)'
