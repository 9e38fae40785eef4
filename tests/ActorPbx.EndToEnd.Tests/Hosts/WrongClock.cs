using System.Globalization;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A clock of day that is set wrong for one exchange. Time that only goes forward, by which programs measure how long something takes, stays as it is.</summary>
internal sealed class WrongClock(Exchange exchange) : IAsyncDisposable
{
    private readonly string _file = Path.Combine(exchange.Directory, "clock");

    /// <summary>Ends the exchange in peace and starts it with its clock ahead by so much; with zero it has the right time again and no wrong clock.</summary>
    public async Task Restart(TimeSpan ahead)
    {
        exchange.Process.Signal("TERM");
        await exchange.Process.Ended(TimeSpan.FromSeconds(60));
        Set(ahead);
        exchange.Variables.Clear();
        if (ahead != TimeSpan.Zero)
        {
            exchange.Variables["LD_PRELOAD"] = Library();
            exchange.Variables["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            exchange.Variables["FAKETIME_TIMESTAMP_FILE"] = _file;
            exchange.Variables["FAKETIME_CACHE_DURATION"] = "1";
        }

        await exchange.Run();
        await Shows(ahead);
    }

    /// <summary>Sets the clock while the exchange runs and has something to log. It has the new time when this returns.</summary>
    public async Task Jump(TimeSpan ahead)
    {
        Set(ahead);
        await Shows(ahead);
    }

    public async ValueTask DisposeAsync()
    {
        if (exchange.Variables.Count > 0) await Restart(TimeSpan.Zero);
    }

    // Debian keeps it below the name of the machine's architecture.
    private static string Library() => Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("This test needs libfaketime: apt-get install faketime");

    private void Set(TimeSpan ahead)
    {
        // The library must never see half a file.
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private Task Shows(TimeSpan ahead) =>
        Eventually.Get(Ahead, seen => (seen - ahead).Duration() < TimeSpan.FromMinutes(1), $"the clock is {ahead} ahead", TimeSpan.FromSeconds(60));

    // Each line of the log begins with the time at which it was written.
    private TimeSpan Ahead() => exchange.Process.Output.Split('\n').Select(line => line.Split(' ')[0])
        .Select(word => DateTime.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : (DateTime?)null)
        .LastOrDefault(time => time is not null) - DateTime.UtcNow ?? TimeSpan.FromDays(1000);
}
