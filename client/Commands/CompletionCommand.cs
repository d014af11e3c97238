using System.CommandLine;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner completion</c>: a shell's script, which asks the program itself by the <c>[suggest]</c> directive.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # gleaner completion for bash: source <(gleaner completion bash)
        _gleaner() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _gleaner gleaner ./gleaner
        """;

    private const string Zsh = """
        #compdef gleaner
        # gleaner completion for zsh: source <(gleaner completion zsh)
        _gleaner() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- "${found[@]}" || _files
        }
        compdef _gleaner gleaner ./gleaner
        """;

    private const string Fish = """
        # gleaner completion for fish: gleaner completion fish | source
        complete -c gleaner -a '(gleaner "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a shell's completion script.") { shell };
        command.SetAction(parsed =>
        {
            context.Terminal.WriteOutputLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
