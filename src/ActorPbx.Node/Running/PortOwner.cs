using System.Globalization;
using System.Net;

namespace ActorPbx.Node.Running;

/// <summary>Finds the process that has a local port, from what Linux shows under /proc.</summary>
public static class PortOwner
{
    /// <summary>The process as <c>process 1234 (kamailio)</c>, or null when it is not to be seen, as with another user's processes.</summary>
    public static string? Find(bool udp, IPEndPoint endPoint)
    {
        try
        {
            var sockets = Sockets(udp ? "udp" : "tcp", endPoint).Concat(Sockets(udp ? "udp6" : "tcp6", endPoint)).ToHashSet(StringComparer.Ordinal);
            return sockets.Count == 0 ? null : Owner(sockets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // proc(5), /proc/net/tcp: sl local_address rem_address st … inode; the address in hexadecimal, the port after a colon; st 0A is LISTEN.
    private static IEnumerable<string> Sockets(string table, IPEndPoint endPoint)
    {
        var file = "/proc/net/" + table;
        if (!File.Exists(file))
        {
            yield break;
        }

        var port = ":" + endPoint.Port.ToString("X4", CultureInfo.InvariantCulture);
        var isTcp = table.StartsWith("tcp", StringComparison.Ordinal);
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length > 9 && cells[1].EndsWith(port, StringComparison.Ordinal) && (!isTcp || cells[3] == "0A"))
            {
                yield return $"socket:[{cells[9]}]";
            }
        }
    }

    private static string? Owner(HashSet<string> sockets)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            var id = Path.GetFileName(process);
            if (int.TryParse(id, out _) && Has(process, sockets))
            {
                var name = File.ReadAllText(Path.Combine(process, "comm")).Trim();
                return $"process {id} ({name})";
            }
        }

        return null;
    }

    private static bool Has(string process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFileSystemInfos().Any(link => link.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's process, or one that just ended
        }
    }
}
