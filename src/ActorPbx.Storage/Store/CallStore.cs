using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Csv;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Storage.Store;

/// <summary>Database and daily files as one: what is written goes into a transaction first and into the files after the commit.</summary>
public sealed class CallStore : IDisposable
{
    private const int RepairPage = 1000;

    private readonly CallDatabase _database;
    private readonly DailyFiles _files;
    private readonly List<StoredRecord> _added = [];
    private long _marked;
    private long _last;
    private bool _filesBehind = true;
    private bool _unsynced;

    private CallStore(CallDatabase database, DailyFiles files)
    {
        _database = database;
        _files = files;
        _marked = _last = database.LastExported;
    }

    /// <summary>How many calls an earlier run of the node had left open; they have their records now.</summary>
    public int Interrupted { get; private set; }

    /// <summary>Opens the database, gives interrupted calls their records and forgets expired bindings. The files follow with <see cref="CatchUp"/>.</summary>
    /// <param name="settings">Where things lie.</param>
    /// <param name="run">Names this run of the node.</param>
    /// <param name="time">The clock, and the time zone of the files.</param>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public static CallStore Open(StorageSettings settings, string run, TimeProvider time)
    {
        var database = CallDatabase.Open(settings.DatabasePath, settings.LockTimeout, run);
        try
        {
            var store = new CallStore(database, new DailyFiles(settings.CdrDirectory, time.LocalTimeZone));
            store.EndInterruptedCalls(time.GetUtcNow());
            return store;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Writes all of the commands in one transaction, or none. Returns when they are on disk; where all are bindings, which a phone renews, that is left to the next transaction or <see cref="CatchUp"/>.</summary>
    /// <exception cref="StorageException">The surroundings do not permit it; it may be tried again.</exception>
    public void Write(ImmutableArray<StoreCommand> commands)
    {
        _added.Clear();
        var wait = commands.Any(command => command is not StoreBindings);
        _database.InTransaction(
            database =>
            {
                foreach (var command in commands)
                    Write(database, command);
            },
            wait);
        _unsynced |= !wait;
        if (_added.Count > 0)
            _last = _added[^1].Id;
    }

    /// <summary>Appends the records of the last <see cref="Write"/> to the files; once that failed they stay behind until <see cref="CatchUp"/>.</summary>
    /// <exception cref="IOException">The files cannot be written now.</exception>
    public void Export()
    {
        if (_filesBehind || _added.Count == 0)
            return;
        _filesBehind = true;
        _files.Append(_added);
        _added.Clear();
        _filesBehind = false;
    }

    /// <summary>Appends what the files lack after a crash or a fault, and notes in the database, all of which is on disk then, how far they are safely there.</summary>
    /// <exception cref="IOException">The files cannot be written now.</exception>
    /// <exception cref="StorageException">The database cannot be used now.</exception>
    public void CatchUp()
    {
        if (_filesBehind)
            Repair();
        if (_last != _marked)
        {
            _files.Sync();
            var reached = _last;
            _database.InTransaction(database => database.MarkExported(reached));
            _marked = reached;
        }
        else if (_unsynced)
        {
            _database.Sync();
        }
        _unsynced = false;
    }

    /// <summary>The bindings of a domain that are still good.</summary>
    public ImmutableArray<NumberBindings> Load(DomainName domain, DateTimeOffset now) =>
        _database.Read(database => database.Bindings.Load(domain, now));

    /// <summary>The messages of a domain that are still worth something, and the names of those that were taken.</summary>
    public MessagesLoaded LoadMessages(DomainName domain, DateTimeOffset now) =>
        _database.Read(database => new MessagesLoaded(domain, database.Messages.Load(domain, now)) { Taken = database.Messages.LoadTaken(domain, now) });

    /// <summary>The bans that are not over, and the counts of today.</summary>
    public ProtectionLoaded LoadProtection(DateTimeOffset now) =>
        _database.Read(database => new ProtectionLoaded(database.Bans.Load(now), database.OutsideCounts.Load(DateOnly.FromDateTime(now.UtcDateTime))));

    /// <summary>What a search finds.</summary>
    public ImmutableArray<StoredRecord> Find(FindCalls search) => _database.Read(database => database.Records.Find(search));

    /// <summary>The number of the newest record; 0 when there is none.</summary>
    public long Newest => _database.Read(database => database.Records.Newest);

    /// <summary>A document, or null.</summary>
    public string? Load(string document) => _database.Read(database => database.Documents.Get(document));

    /// <summary>Whether the last transaction waited for the disk.</summary>
    internal bool WaitedForDisk => _database.WaitsForDisk;

    public void Dispose()
    {
        _files.Dispose();
        _database.Dispose();
    }

    private void EndInterruptedCalls(DateTimeOffset now)
    {
        var interrupted = _database.Read(database => database.OpenCalls.Interrupted(now));
        Interrupted = interrupted.Length;
        _database.InTransaction(database =>
        {
            foreach (var record in interrupted)
                Finish(database, record.Call, [record]);
            database.Bindings.Forget(now);
            database.Messages.Forget(now);
            database.Bans.Forget(now);
            database.OutsideCounts.Forget(DateOnly.FromDateTime(now.UtcDateTime));
        });
        _added.Clear();
    }

    private void Write(CallDatabase database, StoreCommand command)
    {
        switch (command)
        {
            case OpenCall open:
                database.OpenCalls.Add(open);
                break;
            case StoreCall finished:
                Finish(database, finished.Call, finished.Records);
                break;
            case StoreBindings bindings:
                database.Bindings.Replace(bindings.Domain, bindings.Number, bindings.Bindings);
                break;
            case SaveDocument document:
                database.Documents.Put(document.Name, document.Content);
                break;
            case StoreMessage message:
                database.Messages.Add(message.Message);
                break;
            case NoteTaken message:
                database.Messages.Take(message.Id);
                break;
            case ForgetMessage message:
                database.Messages.Remove(message.Id);
                break;
            case KeepOutsideCount kept:
                database.OutsideCounts.Put(kept.Count);
                break;
            case KeepBan kept:
                database.Bans.Put(kept.Ban);
                break;
            case ForgetBan over:
                database.Bans.Remove(over.Source);
                break;
            default:
                throw new ArgumentException($"{command.GetType().Name} is no write.", nameof(command));
        }
    }

    private void Finish(CallDatabase database, Domain.Calls.CallId call, ImmutableArray<CallRecord> records)
    {
        foreach (var record in records)
        {
            var id = database.Records.Add(record);
            if (id > 0)
                _added.Add(new StoredRecord(id, record));
        }
        database.OpenCalls.Remove(call);
    }

    private void Repair()
    {
        var reached = _marked;
        while (true)
        {
            var page = _database.Read(database => database.Records.After(reached, RepairPage));
            if (page.IsEmpty)
                break;
            _files.Repair(page);
            reached = page[^1].Id;
        }
        _last = reached;
        _added.Clear();
        _filesBehind = false;
    }
}
