using System.Globalization;

namespace ActorPbx.Cluster.Membership;

/// <summary>Remembers the incarnation of this node over its restarts, so that it rises even when the machine's clock was set back.</summary>
public static class IncarnationFile
{
    /// <summary>The incarnation of the process that starts now: the time of day in milliseconds, but above the one before. It is on disk when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static long Next(string path, DateTimeOffset now)
    {
        var last = File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var kept) ? kept : 0;
        var next = Math.Max(last + 1, now.ToUnixTimeMilliseconds());
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        return next;
    }
}
