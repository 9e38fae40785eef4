using ActorPbx.Hocon.Binding;

namespace ActorPbx.Hocon;

/// <summary>How values become settings: keys that belong to others, and types with their own text form.</summary>
public sealed record HoconBindOptions
{
    /// <summary>No exceptions from the rules.</summary>
    public static HoconBindOptions Default { get; } = new();

    /// <summary>Keys of the root that belong to somebody else and are not unknown, such as <c>akka</c>.</summary>
    public IReadOnlySet<string> ForeignKeys { get; init; } = new HashSet<string>();

    /// <summary>The path of the object in its file, shown in problems.</summary>
    public HoconPath At { get; init; } = HoconPath.Root;

    internal IReadOnlyDictionary<Type, TextForm> TextForms { get; init; } = new Dictionary<Type, TextForm>();

    /// <summary>
    /// These options with a text form for a type. <paramref name="parse"/> throws <see cref="FormatException"/> or
    /// <see cref="ArgumentException"/> for what it cannot read; <paramref name="expected"/> completes "expected …".
    /// </summary>
    public HoconBindOptions WithText<T>(Func<string, T> parse, string expected) where T : notnull =>
        this with { TextForms = new Dictionary<Type, TextForm>(TextForms) { [typeof(T)] = new TextForm(expected, text => parse(text)) } };
}

/// <summary>
/// Binds configuration objects onto records and classes. Keys are the kebab-case of constructor parameters and settable
/// properties; every key must be known, every value of its type and in its range, every key without a default present.
/// </summary>
public static class HoconBinder
{
    /// <summary>The settings, or all problems at once.</summary>
    public static HoconBinding<T> TryBind<T>(HoconObject source, HoconBindOptions? options = null)
    {
        var run = new BindingRun(options ?? HoconBindOptions.Default);
        var value = run.Bind(source, typeof(T));
        return new HoconBinding<T>(value is T bound ? bound : default, run.Problems);
    }

    /// <summary>The settings; throws <see cref="HoconConfigurationException"/> with all problems.</summary>
    public static T Bind<T>(HoconObject source, HoconBindOptions? options = null) => TryBind<T>(source, options).Value;
}

/// <summary>Settings that check what no single key can: called once all keys are bound.</summary>
public interface IHoconChecked
{
    /// <summary>Reports what is wrong with the settings as a whole.</summary>
    void Check(HoconCheck check);
}

/// <summary>Takes the problems that settings find in themselves.</summary>
public sealed class HoconCheck
{
    private readonly Action<string?, string, string?> _report;

    internal HoconCheck(Action<string?, string, string?> report) => _report = report;

    /// <summary>A problem with the value of <paramref name="key"/>, placed where that key was written.</summary>
    public void Problem(string key, string what, string? hint = null) => _report(key, what, hint);

    /// <summary>A problem with the settings as a whole.</summary>
    public void Problem(string what) => _report(null, what, null);
}
