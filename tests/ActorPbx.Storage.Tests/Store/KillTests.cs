using System.Diagnostics;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;
using ActorPbx.Storage.Tests.Csv;

namespace ActorPbx.Storage.Tests.Store;

public sealed class KillTests
{
    [Fact]
    public async Task A_kill_in_the_middle_of_writes_loses_no_confirmed_call_and_doubles_no_line()
    {
        using var directory = new TemporaryDirectory();
        var confirmed = new HashSet<string>();
        for (var round = 0; round < 3; round++)
        {
            await RunAndKill(directory.Path, $"run{round}", after: 60 + round * 37, confirmed);
            Check(directory.Path, confirmed);
        }
    }

    private static async Task RunAndKill(string directory, string name, int after, HashSet<string> confirmed)
    {
        using var child = Process.Start(new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
            ArgumentList = { "exec", typeof(KillTests).Assembly.Location, directory, name },
            RedirectStandardOutput = true,
        })!;
        try
        {
            for (var i = 0; i < after; i++)
                confirmed.Add((await Line(child)).ShouldNotBeNull("the writer ended by itself"));
        }
        finally
        {
            child.Kill();
        }
        // What it had said before it died counts too; the last line may be cut.
        var rest = await child.StandardOutput.ReadToEndAsync();
        foreach (var line in rest.Split('\n')[..^1])
            confirmed.Add(line);
        await child.WaitForExitAsync();
    }

    private static async Task<string?> Line(Process child) =>
        await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));

    private static void Check(string directory, HashSet<string> confirmed)
    {
        var settings = new StorageSettings { Directory = directory };
        using (var store = CallStore.Open(settings, "the test", TimeProvider.System))
        {
            store.Interrupted.ShouldBeGreaterThan(0);
            store.CatchUp();
        }
        var records = AllRecords(settings);
        var ids = records.Select(record => record.Id).ToList();
        CsvText.Ids(Path.Combine(directory, "cdr")).Order().ShouldBe(ids);

        var finished = records.Where(record => record.Record.Outcome == CallOutcome.Answered).ToLookup(record => record.Record.Call.Value);
        foreach (var call in confirmed)
            finished[call].Count().ShouldBe(2, call);
        records.Count(record => record.Record.Call.Value.EndsWith("-left", StringComparison.Ordinal)
            && record.Record.Outcome == CallOutcome.Interrupted).ShouldBeGreaterThan(0);
    }

    private static List<StoredRecord> AllRecords(StorageSettings settings)
    {
        using var database = CallDatabase.Open(settings.DatabasePath, settings.LockTimeout, "the test");
        var records = new List<StoredRecord>();
        while (database.Records.After(records.Count == 0 ? 0 : records[^1].Id, 1000) is { IsEmpty: false } page)
            records.AddRange(page);
        return records;
    }
}
