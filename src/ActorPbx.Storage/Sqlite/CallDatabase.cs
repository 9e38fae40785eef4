using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The node's database: call records, calls that live, registrations. One thread at a time may use it.</summary>
/// <remarks>Write-ahead log with synchronous=FULL: what was committed survives a power cut, except where <see cref="InTransaction"/> is told not to wait. Other programs may read meanwhile.</remarks>
public sealed class CallDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _markExported;
    private readonly Statement _flip;
    private bool _waits = true;

    private CallDatabase(SqliteConnection connection, string path, string run)
    {
        _connection = connection;
        _path = path;
        Records = new RecordTable(connection);
        OpenCalls = new OpenCallTable(connection, run);
        Bindings = new BindingTable(connection);
        Documents = new DocumentTable(connection);
        Messages = new MessageTable(connection);
        OutsideCounts = new OutsideCountTable(connection);
        Bans = new BanTable(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE", 0);
        _commit = new Statement(connection, "COMMIT", 0);
        _markExported = new Statement(connection, "UPDATE exported SET last_record = ?1", 1);
        _flip = new Statement(connection, "UPDATE exported SET last_record = -1 - last_record", 0);
    }

    /// <summary>The call records.</summary>
    public RecordTable Records { get; }

    /// <summary>The calls that live.</summary>
    public OpenCallTable OpenCalls { get; }

    /// <summary>The registrations.</summary>
    public BindingTable Bindings { get; }

    /// <summary>Small documents by name.</summary>
    public DocumentTable Documents { get; }

    /// <summary>Text messages that wait.</summary>
    public MessageTable Messages { get; }

    /// <summary>Calls to the outside by extension and day.</summary>
    public OutsideCountTable OutsideCounts { get; }

    /// <summary>Sources that are ignored for a while.</summary>
    public BanTable Bans { get; }

    /// <summary>Up to which record the daily files are known to be safely on disk.</summary>
    public long LastExported => (long)Schema.Scalar(_connection, "SELECT last_record FROM exported")!;

    /// <summary>Opens or makes the database and brings its tables up to date.</summary>
    /// <param name="path">The file; its directory is made when it is missing.</param>
    /// <param name="lockTimeout">How long to wait for other programs.</param>
    /// <param name="run">Names this run of the node.</param>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    public static CallDatabase Open(string path, TimeSpan lockTimeout, string run)
    {
        SqliteConnection? connection = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
            connection.Open();
            Schema.Execute(
                connection,
                $"PRAGMA busy_timeout = {(long)lockTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            // The provider's own waiting for locks, on top of SQLite's, has a resolution of seconds.
            connection.DefaultTimeout = (int)Math.Ceiling(lockTimeout.TotalSeconds);
            Schema.Migrate(connection, path);
            return new CallDatabase(connection, path, run);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw Explain(fault, path) ?? new StorageException($"The database {path} cannot be used: {fault.Message}", fault);
        }
        catch (StorageException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Does all or nothing of the work in one transaction.</summary>
    /// <param name="work">What is written.</param>
    /// <param name="wait">Returns when it is on disk; else as soon as it outlives this process: a power cut may undo it, until a later transaction that waits has put both on disk.</param>
    /// <exception cref="StorageException">The surroundings do not permit it: disk full, locked, damaged. Nothing was written; it may be tried again.</exception>
    /// <exception cref="SqliteException">The work itself is at fault.</exception>
    public void InTransaction(Action<CallDatabase> work, bool wait = true) => Read(database =>
    {
        try
        {
            // SQLite reads this when it takes the statement apart, so it cannot be prepared.
            if (wait != _waits)
                Schema.Execute(_connection, wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _waits = wait;
            _begin.Execute();
            work(database);
            return _commit.Execute();
        }
        finally
        {
            // SQLite ends a transaction itself after some faults; what is still open here has failed.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                Schema.Execute(_connection, "ROLLBACK");
        }
    });

    /// <summary>Asks something of the database.</summary>
    /// <exception cref="StorageException">The surroundings do not permit it.</exception>
    public T Read<T>(Func<CallDatabase, T> question)
    {
        try
        {
            return question(this);
        }
        catch (SqliteException fault) when (Explain(fault, _path) is { } meaning)
        {
            throw meaning;
        }
    }

    /// <summary>Brings to disk what was committed without waiting for it.</summary>
    /// <exception cref="StorageException">The surroundings do not permit it.</exception>
    public void Sync() => InTransaction(database =>
    {
        // SQLite flushes nothing for a transaction that changes nothing: this one changes a number there and back.
        database._flip.Execute();
        database._flip.Execute();
    });

    /// <summary>Notes inside a transaction that the daily files hold every record up to this one.</summary>
    public void MarkExported(long record) => _markExported.Execute(record);

    /// <summary>What SQLite itself says of whether commits wait for the disk.</summary>
    internal bool WaitsForDisk => (long)Schema.Scalar(_connection, "PRAGMA synchronous")! == 2;

    /// <summary>Bounds the file to so many pages; for tests that need a full disk.</summary>
    internal void LimitPages(int pages) => Schema.Execute(_connection, $"PRAGMA max_page_count = {pages}");

    public void Dispose()
    {
        Records.Dispose();
        OpenCalls.Dispose();
        Bindings.Dispose();
        Documents.Dispose();
        Messages.Dispose();
        OutsideCounts.Dispose();
        Bans.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _markExported.Dispose();
        _flip.Dispose();
        _connection.Dispose();
    }

    private static StorageException? Explain(Exception fault, string path) => fault is SqliteException sqlite
        ? StorageException.From(sqlite, path)
        : new StorageException($"The directory of the database {path} cannot be used: {fault.Message}", fault);
}
