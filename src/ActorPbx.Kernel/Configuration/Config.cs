using ActorPbx.Hocon;
using ActorPbx.Kernel.Configuration.Hocon;
using HoconValue = ActorPbx.Kernel.Configuration.Hocon.HoconValue;
using Tree = ActorPbx.Hocon;

namespace ActorPbx.Kernel.Configuration;

/// <summary>
/// The settings of an actor system, as in Akka.NET: a missing path gives the default, not an error. Configurations laid
/// over one another are merged before substitutions are followed. Immutable.
/// </summary>
public class Config
{
    private readonly Lazy<HoconDocument> _document;
    private readonly Lazy<Tree.HoconObject> _root;

    /// <summary>A configuration without settings.</summary>
    public Config() : this(HoconDocument.Empty)
    {
    }

    /// <summary>The configuration of a root value.</summary>
    public Config(HoconRoot root)
        : this(root.Value.Value as Tree.HoconObject ?? Tree.HoconObject.Empty)
    {
    }

    /// <summary>One configuration over another.</summary>
    public Config(Config source, Config fallback) : this(source.Document.WithFallback(fallback.Document))
    {
    }

    internal Config(HoconDocument document)
    {
        _document = new Lazy<HoconDocument>(document);
        _root = new Lazy<Tree.HoconObject>(() => document.Resolve());
    }

    // The same settings as another identity: what one of them has resolved, the other has too.
    internal Config(Config same)
    {
        _document = same._document;
        _root = same._root;
    }

    internal Config(Tree.HoconObject root)
    {
        _document = new Lazy<HoconDocument>(() => HoconDocument.Of(root));
        _root = new Lazy<Tree.HoconObject>(root);
    }

    /// <summary>The configuration without settings.</summary>
    public static Config Empty { get; } = new();

    /// <summary>True when nothing is set.</summary>
    public virtual bool IsEmpty => _root.IsValueCreated ? _root.Value.Count == 0 : Document.IsEmpty;

    /// <summary>The root of the merged configuration.</summary>
    public virtual HoconValue Root => new(_root.Value);

    /// <summary>The document behind this configuration, for the stand-alone HOCON library.</summary>
    public HoconDocument Document => _document.Value;

    /// <summary>A text is a configuration.</summary>
    public static implicit operator Config(string hocon) => ConfigurationFactory.ParseString(hocon);

    /// <summary>The left over the right.</summary>
    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    /// <summary>The left over the right.</summary>
    public static Config operator +(string config, Config fallback) => ConfigurationFactory.ParseString(config).WithFallback(fallback);

    /// <summary>true, yes, on; false, no, off.</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => GetValue(path)?.GetBoolean() ?? @default;

    /// <summary>A size in bytes.</summary>
    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    /// <summary>A size in bytes.</summary>
    public virtual long? GetByteSize(string path, long? def) => GetValue(path) is { } value ? value.GetByteSize() : def;

    /// <summary>A whole number.</summary>
    public virtual int GetInt(string path, int @default = 0) => GetValue(path)?.GetInt() ?? @default;

    /// <summary>A whole number.</summary>
    public virtual long GetLong(string path, long @default = 0) => GetValue(path)?.GetLong() ?? @default;

    /// <summary>A text; null when the setting is null or no scalar.</summary>
    public virtual string? GetString(string path, string? @default = null) => GetValue(path) is { } value ? value.GetString() : @default;

    /// <summary>A number.</summary>
    public virtual float GetFloat(string path, float @default = 0) => GetValue(path)?.GetFloat() ?? @default;

    /// <summary>A number.</summary>
    public virtual decimal GetDecimal(string path, decimal @default = 0) => GetValue(path)?.GetDecimal() ?? @default;

    /// <summary>A number.</summary>
    public virtual double GetDouble(string path, double @default = 0) => GetValue(path)?.GetDouble() ?? @default;

    /// <summary>A duration, a bare number in milliseconds; <c>infinite</c> where allowed.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetValue(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    /// <summary>Booleans; empty when missing.</summary>
    public virtual IList<bool> GetBooleanList(string path) => GetValue(path)?.GetBooleanList() ?? [];

    /// <summary>Numbers; empty when missing.</summary>
    public virtual IList<decimal> GetDecimalList(string path) => GetValue(path)?.GetDecimalList() ?? [];

    /// <summary>Numbers; empty when missing.</summary>
    public virtual IList<float> GetFloatList(string path) => GetValue(path)?.GetFloatList() ?? [];

    /// <summary>Numbers; empty when missing.</summary>
    public virtual IList<double> GetDoubleList(string path) => GetValue(path)?.GetDoubleList() ?? [];

    /// <summary>Whole numbers; empty when missing.</summary>
    public virtual IList<int> GetIntList(string path) => GetValue(path)?.GetIntList() ?? [];

    /// <summary>Whole numbers; empty when missing.</summary>
    public virtual IList<long> GetLongList(string path) => GetValue(path)?.GetLongList() ?? [];

    /// <summary>Bytes; empty when missing.</summary>
    public virtual IList<byte> GetByteList(string path) => GetValue(path)?.GetByteList() ?? [];

    /// <summary>Texts; empty when missing.</summary>
    public virtual IList<string> GetStringList(string path) => GetValue(path)?.GetStringList() ?? [];

    /// <summary>Texts, or the default when missing.</summary>
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) => GetValue(path)?.GetStringList() ?? defaultPaths;

    /// <summary>The settings below a path; null when there is none.</summary>
    public virtual Config? GetConfig(string path) => Find(path) switch
    {
        null => null,
        Tree.HoconObject fields => new Config(fields),
        _ => Empty,
    };

    /// <summary>The setting at a path; null when there is none.</summary>
    public HoconValue? GetValue(string path) => Find(path) is { } value ? new HoconValue(value) : null;

    /// <summary>True when the path was set.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>This configuration over another: what this one does not set comes from there.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this)) throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        if (fallback.IsNullOrEmpty()) return this;
        return IsEmpty ? fallback : new Config(this, fallback);
    }

    /// <summary>The settings of the root, one by one.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() =>
        _root.Value.Select(f => new KeyValuePair<string, HoconValue>(f.Key, new HoconValue(f.Value)));

    /// <summary>The whole configuration as HOCON.</summary>
    public override string ToString() => HoconRenderer.Render(_root.Value, HoconRenderOptions.Hocon with { Colons = true });

    private Tree.HoconValue? Find(string path) => _root.Value.Find(SettingPath.Split(path));
}
