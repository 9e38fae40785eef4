using System.Text.Json;
using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Harness;
using Npgsql;

namespace ActorPbx.EndToEnd.Tests.Chaos.Records;

/// <summary>
/// Keeps which records a load must leave at headquarters, and counts what is there, by SQL and by the operator's command.
/// <para>
/// An answered call leaves the caller's half and the called side's half. A refused one leaves the caller's, and may leave the other. A call that was up when its node
/// was killed leaves one record of that node, marked interrupted, for the half that it noted: the caller's, where both were its own. What was just being set up
/// may leave one.
/// </para>
/// </summary>
internal sealed class CallLedger
{
    private const string Interrupted = "interrupted";

    // More than a load leaves.
    private const string Newest = "2000";

    private readonly Dictionary<RecordedHalf, (int Least, int Most)> _expected = [];
    private readonly Exchange _central;
    private readonly string _connection;
    private readonly long _before;

    private CallLedger(Exchange central, string connection, long before) => (_central, _connection, _before) = (central, connection, before);

    /// <summary>A ledger of what comes from now on.</summary>
    /// <param name="central">The node with the records of all branches.</param>
    /// <param name="connection">Its PostgreSQL.</param>
    public static async Task<CallLedger> Open(Exchange central, string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var exists = source.CreateCommand("SELECT to_regclass('call_records') IS NOT NULL");
        if (!(bool)(await exists.ExecuteScalarAsync())!) return new CallLedger(central, connection, 0);
        await using var last = source.CreateCommand("SELECT coalesce(max(id), 0) FROM call_records");
        return new CallLedger(central, connection, (long)(await last.ExecuteScalarAsync())!);
    }

    /// <summary>Enters calls that are over.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="deaths">Nodes that were killed, each with Stopwatch's time of it.</param>
    public void Enter(IEnumerable<CallPair> calls, params (Exchange Node, long At)[] deaths)
    {
        foreach (var call in calls)
        {
            Normal(call, deaths.Where(death => call.LivedAt(death.At)).Select(death => death.Node).ToArray());
            foreach (var (node, at) in deaths)
                if (call.BeganAround(at)) CutShort(call, node);
        }
    }

    /// <summary>Enters calls within a branch that were all answered.</summary>
    public void Enter(string branch, string caller, string called, int count)
    {
        Expect(new RecordedHalf(branch, "O", caller, called, false), count, count);
        Expect(new RecordedHalf(branch, "T", caller, called, false), count, count);
    }

    /// <summary>
    /// Waits until headquarters has what the nodes recorded: a record that may be there but need not would else come in the midst of the next load.
    /// </summary>
    public async Task HasAll(IEnumerable<Exchange> nodes, TimeSpan patience)
    {
        var rows = await Task.WhenAll(nodes.Select(node => node.OperatorJson("cdr", "--limit", Newest)));
        var recorded = rows.SelectMany(each => each.EnumerateArray()).Select(Key).ToHashSet();
        await Eventually.Get(async () => recorded.Except((await Stored(0)).Select(row => row.Key)).Count(), missing => missing == 0, "headquarters has all records", patience);
    }

    /// <summary>Counts, once nothing is missing or patience is at its end; and again by the operator's command, which must show the same.</summary>
    public async Task<RecordCount> Compare(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        var found = await Stored(_before);
        while (Count(found).Missing > 0 && !deadline.IsCancellationRequested)
        {
            await Task.Delay(50, CancellationToken.None);
            found = await Stored(_before);
        }

        var shown = await Shown(found.Select(row => row.Key).ToHashSet());
        var count = Count(found);
        return shown == found.Count ? count : count with { Differences = $"{count.Differences}; 'cdr --branch all' shows {shown} of {found.Count}" };
    }

    private void Normal(CallPair call, Exchange[] died)
    {
        var (answered, any) = (call.Calling.Answer is { Status: 200 }, call.Calling.Answer is not null);
        var atCaller = died.Contains(call.From.Node);
        var atCalled = died.Contains(call.To.Node);
        Expect(Half(call, "O", atCaller), any ? 1 : 0, 1);
        // A node that was killed has noted one half of each call.
        if (call.From.Node != call.To.Node || !atCaller) Expect(Half(call, "T", atCalled), answered ? 1 : 0, answered || call.Answering is not null || any ? 1 : 0);
    }

    private void CutShort(CallPair call, Exchange died)
    {
        if (call.From.Node == died) Expect(Half(call, "O", true), 0, 1);
        if (call.To.Node == died && call.From.Node != died) Expect(Half(call, "T", true), 0, 1);
        // The other node's half of what the dead one had begun.
        if (call.From.Node != call.To.Node) Expect(Half(call, call.From.Node == died ? "T" : "O", false), 0, 1);
    }

    private void Expect(RecordedHalf half, int least, int most)
    {
        var (before, beforeMost) = _expected.GetValueOrDefault(half);
        _expected[half] = (before + least, beforeMost + most);
    }

    private RecordCount Count(IReadOnlyCollection<((string Call, string Side) Key, RecordedHalf Half, string Story)> found)
    {
        var counts = found.CountBy(row => row.Half).ToDictionary();
        var (missing, doubled, differences) = (0, 0, new List<string>());
        foreach (var half in _expected.Keys.Union(counts.Keys))
        {
            var (least, most) = _expected.GetValueOrDefault(half);
            var there = counts.GetValueOrDefault(half);
            if (there >= least && there <= most) continue;
            differences.Add($"{half}: {there} instead of {least}..{most}\n  {string.Join("\n  ", found.Where(row => row.Half == half).Select(row => row.Story).Order())}");
            missing += Math.Max(0, least - there);
            doubled += Math.Max(0, there - most);
        }

        return new RecordCount(_expected.Values.Sum(each => each.Least), found.Count, missing, doubled, string.Join('\n', differences));
    }

    private static RecordedHalf Half(CallPair call, string side, bool interrupted) =>
        new((side == "O" ? call.From : call.To).Branch, side, call.Calling.Caller, call.Calling.Called, interrupted);

    private async Task<List<((string Call, string Side) Key, RecordedHalf Half, string Story)>> Stored(long after)
    {
        var found = new List<((string, string), RecordedHalf, string)>();
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var exists = source.CreateCommand("SELECT to_regclass('call_records') IS NOT NULL");
        if (!(bool)(await exists.ExecuteScalarAsync())!) return found;
        await using var query = source.CreateCommand("SELECT call, side, branch, caller, called, outcome, concat_ws(' ', node, call, started_at, ringing_at, answered_at, ended_at, outcome, response, released_by, correlation) FROM call_records WHERE id > $1");
        query.Parameters.Add(new NpgsqlParameter { Value = after });
        await using var rows = await query.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(((rows.GetString(0), rows.GetString(1)),
                new RecordedHalf(rows.GetString(2), rows.GetString(1), rows.GetString(3), rows.GetString(4), rows.GetString(5) == Interrupted), rows.GetString(6)));
        }

        return found;
    }

    private async Task<int> Shown(HashSet<(string, string)> wanted)
    {
        var all = await _central.OperatorJson("cdr", "--branch", "all", "--limit", "1000000");
        return all.EnumerateArray().Count(row => wanted.Contains(Key(row)));
    }

    private static (string Call, string Side) Key(JsonElement row) => (row.GetProperty("call").GetString()!, row.GetProperty("side").GetString()!);
}
