using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Where a command prints: tables and colours for people at a terminal, plain columns for pipes, JSON when asked for.</summary>
public sealed class CliOutput
{
    // Wide enough that a table in a pipe is never wrapped.
    private const int PipeWidth = 4000;

    private readonly TextWriter _error;

    /// <summary>An output on two writers.</summary>
    public CliOutput(TextWriter text, TextWriter error, bool json, bool terminal)
    {
        Text = text;
        _error = error;
        Json = json;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!terminal)
        {
            Console.Profile.Width = PipeWidth;
        }
    }

    /// <summary>True when the command prints JSON.</summary>
    public bool Json { get; }

    /// <summary>For styled text.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>For text that is printed as it is.</summary>
    public TextWriter Text { get; }

    /// <summary>One JSON value on one line.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        Text.WriteLine(JsonSerializer.Serialize(value, type));
        Text.Flush();
    }

    /// <summary>A failed command's one line.</summary>
    public void WriteError(string message)
    {
        if (Json)
        {
            _error.WriteLine(JsonSerializer.Serialize(new CliError(message), CliJson.Default.CliError));
            return;
        }

        _error.WriteLine("actorpbx: " + OneLine(message));
    }

    /// <summary>Further lines about a failure.</summary>
    public void WriteErrorDetail(string line)
    {
        if (!Json)
        {
            _error.WriteLine(line);
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
