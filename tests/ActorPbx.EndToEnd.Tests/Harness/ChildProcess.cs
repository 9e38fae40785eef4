using System.Diagnostics;
using System.Text;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A real program started by a test: its output is kept, and it never outlives the test.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _readers;

    public ChildProcess(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string>? environment = null)
    {
        // Whoever runs the tests may ignore these signals (nohup), and what is ignored stays so in every child.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT", program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _readers = Task.WhenAll(Keep(_process.StandardOutput), Keep(_process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Everything that it has written so far to either stream.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Its exit code; fails when it does not end in time.</summary>
    public async Task<int> Ended(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Eventually.Patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _readers;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_process.StartInfo.ArgumentList[1]} {Id} did not end; it wrote:\n{Output}");
        }

        return _process.ExitCode;
    }

    public Task Says(string text, TimeSpan? patience = null) =>
        Eventually.Get(() => Output, output => output.Contains(text, StringComparison.Ordinal), $"waiting for '{text}'", patience);

    /// <summary>Sends a signal, such as "TERM".</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _readers;
        _process.Dispose();
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> Run(string program, IEnumerable<string> arguments, string directory, TimeSpan? patience = null)
    {
        await using var child = new ChildProcess(program, arguments, directory);
        child.Input.Close();
        var code = await child.Ended(patience);
        return (code, child.Output);
    }

    private async Task Keep(StreamReader reader)
    {
        var part = new char[4096];
        for (int read; (read = await reader.ReadAsync(part)) > 0;)
        {
            lock (_output) _output.Append(part, 0, read);
        }
    }
}
