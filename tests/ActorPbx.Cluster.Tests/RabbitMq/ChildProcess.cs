using System.Diagnostics;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>A program that ends when the test process does, however that ends: a shell beside it holds a pipe from here and kills it when the pipe closes.</summary>
internal sealed class ChildProcess
{
    private const string Guard = "exec 3<&0; {0} </dev/null >/dev/null 2>&1 & p=$!; echo $p; {{ read x <&3; kill -9 $p; }} >/dev/null 2>&1 & g=$!; wait $p; kill $g";

    private readonly Process _shell;
    private readonly int _id;

    private ChildProcess(Process shell, int id) => (_shell, _id) = (shell, id);

    public static ChildProcess Start(string command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", string.Format(null, Guard, command)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        return new ChildProcess(shell, int.Parse(shell.StandardOutput.ReadLine()!, null));
    }

    /// <summary>Kills it and waits until it is gone.</summary>
    public async Task Kill()
    {
        if (!_shell.HasExited)
            await Signal("KILL");
        await _shell.WaitForExitAsync();
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_id}"]);
        await kill.WaitForExitAsync();
    }
}
