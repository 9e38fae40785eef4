namespace ActorPbx.Hocon.Binding;

/// <summary>One binding of one object: walks values and model together and gathers every problem on the way.</summary>
internal sealed class BindingRun(HoconBindOptions options)
{
    public List<HoconProblem> Problems { get; } = [];

    public object? Bind(HoconObject source, Type type) => CollectionBinder.ShapeOf(type) is null
        ? new SectionBinder(this, options).Bind(source, type, options.At, isRoot: true)
        : Bind(source, type, options.At, null);

    public void Report(string what, HoconPath path, HoconOrigin origin, string? hint = null) => Problems.Add(new HoconProblem(what, path, origin, hint));

    /// <summary>The value as the type wanted; null after a problem was reported, or for a null that is allowed.</summary>
    public object? Bind(HoconValue value, Type type, HoconPath path, Member? member)
    {
        if (type.IsInstanceOfType(value)) return value;
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is HoconScalar { IsNull: true }) return Null(value, target != type || member?.Nullable == true, path);
        if (TextForms.Of(target, options) is { } form) return Scalar(value, target, form, path, member);
        if (CollectionBinder.ShapeOf(target) is { } shape) return new CollectionBinder(this, shape).Bind(value, path, member);
        if (value is HoconObject section) return new SectionBinder(this, options).Bind(section, target, path, isRoot: false);
        return Wrong(value, "an object", path, member);
    }

    public object? Wrong(HoconValue value, string expected, HoconPath path, Member? member, string? hint = null)
    {
        var secret = member?.IsSecret == true || (path.Count > 0 && SecretKeys.IsSecretName(path[^1]));
        var found = value is HoconScalar scalar && !secret ? $"{value.KindName} '{Shorten(scalar.Text)}'" : $"{(value is HoconScalar ? "a " : "an ")}{value.KindName}";
        Report($"wrong type for '{path}': expected {expected}, found {found}", path, value.Origin, hint);
        return null;
    }

    private object? Null(HoconValue value, bool allowed, HoconPath path)
    {
        if (!allowed) Report($"'{path}' may not be null", path, value.Origin);
        return null;
    }

    private object? Scalar(HoconValue value, Type target, TextForm form, HoconPath path, Member? member)
    {
        if (member?.Has<HoconBytesAttribute>() == true && TextForms.IsWhole(target)) form = TextForms.Bytes(target);
        if (value is not HoconScalar scalar) return Wrong(value, form.Expected, path, member);
        if (member?.Has<AllowInfiniteAttribute>() == true && scalar.Text == "infinite") return Timeout.InfiniteTimeSpan;
        try
        {
            var bound = form.Parse(scalar.Text);
            return member is null || RangeCheck.Holds(this, bound, form, scalar, path, member) ? bound : null;
        }
        catch (OverflowException)
        {
            Report($"'{path}' is out of range: '{Shorten(scalar.Text)}' does not fit {form.Expected} of type {target.Name}", path, value.Origin);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            var hint = e.Message.StartsWith("did you mean", StringComparison.Ordinal) ? e.Message : null;
            return Wrong(value, form.Expected, path, member, hint);
        }
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
