using System.Collections.Immutable;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Storage.Central;

/// <summary>Headquarters' table of the call records of all branches. One thread at a time may use it; its methods block.</summary>
public interface ICentralRecords : IDisposable
{
    /// <summary>Keeps records in one transaction; a half that is there already is left as it is. Returns how many were new.</summary>
    /// <exception cref="StorageException">The database cannot be used now; it may be tried again.</exception>
    int Add(IReadOnlyCollection<CallRecord> records);

    /// <summary>What a search finds, in the order in which it arrived.</summary>
    /// <exception cref="StorageException">The database cannot be used now.</exception>
    ImmutableArray<StoredRecord> Find(FindCentralCalls search);
}
