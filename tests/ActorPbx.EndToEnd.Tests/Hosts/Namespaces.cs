using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// The kernel's network namespaces that this test process makes. Their names begin with the process's id and start time, so that runs side by side do not meet, and
/// what a killed run left is known by that no such process lives any longer.
/// </summary>
internal static partial class Namespaces
{
    private const string Mark = "actorpbx-";
    private const string Folder = "/run/netns";
    private const int NewNetwork = 0x40000000;

    private static readonly Lazy<string?> Lack = new(WhatIsMissing);
    private static int _laboratories;

    /// <summary>Why no laboratory can be built here; null when it can.</summary>
    public static string? Missing => Lack.Value;

    /// <summary>What the names of one more laboratory's hosts begin with.</summary>
    public static string NextPrefix() => $"{Owner(Environment.ProcessId)}-{Interlocked.Increment(ref _laboratories)}-";

    /// <summary>Runs <c>ip</c> on many lines, in a namespace or in that of the tests.</summary>
    public static Task Batch(string? name, IEnumerable<string> lines) =>
        Tool.Feed("ip", [.. name is null ? Array.Empty<string>() : ["-n", name], "-batch", "-"], string.Join('\n', lines) + "\n");

    /// <summary>Calls a function on a thread that stands in a namespace.</summary>
    public static T Inside<T>(string name, Func<T> make)
    {
        T? made = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                made = make();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? made! : throw new InvalidOperationException($"In {name}: {failure.Message}", failure);
    }

    /// <summary>Ends everything that runs in the namespaces whose names begin so, and takes them away.</summary>
    public static async Task Remove(string prefix)
    {
        foreach (var name in Existing().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await Tool.Run("sh", "-c", $"ip netns pids {name} | xargs -r kill -9 2>/dev/null; true");
            await Tool.Run("ip", "netns", "delete", name);
        }
    }

    /// <summary>Takes away what test processes left that were killed.</summary>
    public static async Task Sweep()
    {
        foreach (var owner in Existing().Where(name => name.StartsWith(Mark, StringComparison.Ordinal)).Select(OwnerOf).Distinct().Where(owner => !Lives(owner)))
            await Remove(owner + "-");
    }

    private static string[] Existing() => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file))] : [];

    private static string OwnerOf(string name) => string.Join('-', name.Split('-').Take(3));

    private static bool Lives(string owner) =>
        int.TryParse(owner.Split('-')[1], CultureInfo.InvariantCulture, out var id) && Directory.Exists($"/proc/{id}") && Owner(id) == owner;

    // proc(5): the start time is the 22nd field of stat; the second is the name in brackets, which may have blanks.
    private static string Owner(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return $"{Mark}{id}-{text[(text.LastIndexOf(')') + 2)..].Split(' ')[19]}";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void Enter(string name)
    {
        using var file = File.OpenHandle(Path.Combine(Folder, name));
        if (SetNamespace(file, NewNetwork) != 0) throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static string? WhatIsMissing()
    {
        foreach (var program in (string[])["ip", "iptables-restore"])
        {
            if (!Array.Exists((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), folder => File.Exists(Path.Combine(folder, program))))
                return $"hosts as network namespaces need the program {program}";
        }

        if (!File.Exists("/dev/net/tun")) return "a slow line needs /dev/net/tun";
        var name = $"{Owner(Environment.ProcessId)}-trial";
        using var trial = Process.Start(new ProcessStartInfo("sh", ["-c",
            $"ip netns add {name} && ip netns exec {name} sh -c 'ip tuntap add dev t mode tun && iptables -A OUTPUT -m statistic --mode random --probability 0.5 -j DROP'; r=$?; ip netns delete {name}; exit $r"])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        return trial.ExitCode == 0 ? null : $"network namespaces are not permitted here: {said.Trim()}";
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle file, int kind);
}
