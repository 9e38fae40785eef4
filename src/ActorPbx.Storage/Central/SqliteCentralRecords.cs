using System.Collections.Immutable;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Storage.Central;

/// <summary>The central table in a file beside the node's own database: the embedded default, with nothing to install.</summary>
public sealed class SqliteCentralRecords(CallDatabase database) : ICentralRecords
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "central.db";

    public int Add(IReadOnlyCollection<CallRecord> records)
    {
        var added = 0;
        database.InTransaction(open =>
        {
            foreach (var record in records)
                added += open.Records.Add(record) > 0 ? 1 : 0;
        });
        return added;
    }

    public ImmutableArray<StoredRecord> Find(FindCentralCalls search) =>
        database.Read(open => open.Records.Find(search.Search, search.Branch, search.Correlation));

    public void Dispose() => database.Dispose();
}
