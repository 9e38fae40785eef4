using System.Collections.Immutable;
using System.Reflection;

namespace ActorPbx.Hocon.Binding;

/// <summary>Binds one object onto one record or class.</summary>
internal sealed class SectionBinder(BindingRun run, HoconBindOptions options)
{
    public object? Bind(HoconObject source, Type type, HoconPath path, bool isRoot)
    {
        if (type.IsAbstract || type.IsInterface) throw new ArgumentException($"{type} cannot be bound: it is abstract");
        var model = Model.Of(type);
        var before = run.Problems.Count;
        ReportUnknown(source, model, path, isRoot);
        var arguments = new object?[model.Constructor?.GetParameters().Length ?? 0];
        var properties = new List<(PropertyInfo, object?)>();
        for (var i = 0; i < model.Members.Count; i++)
        {
            var member = model.Members[i];
            var present = source.TryGetValue(member.Key, out var value);
            if (member.Parameter is { } parameter) arguments[parameter.Position] = present ? BindValue(value!, member, path) : Default(source, member, path);
            else if (present) properties.Add((member.Property!, BindValue(value!, member, path)));
            else if (member.Required) properties.Add((member.Property!, Default(source, member, path)));
        }
        return run.Problems.Count > before ? null : Make(source, type, model, arguments, properties, path);
    }

    private object? BindValue(HoconValue value, Member member, HoconPath path) => run.Bind(value, member.Type, path.Append(member.Key), member);

    private void ReportUnknown(HoconObject source, Model model, HoconPath path, bool isRoot)
    {
        foreach (var key in source.Keys)
        {
            if (model.Members.Exists(m => m.Key == key) || (isRoot && options.ForeignKeys.Contains(key))) continue;
            var nearest = KeyNames.Nearest(key, model.Members.Where(m => !source.ContainsKey(m.Key)).Select(m => m.Key))
                ?? KeyNames.Nearest(key, model.Members.Select(m => m.Key));
            var place = path.Count == 0 ? "" : $" in '{path}'";
            run.Report($"unknown key '{key}'{place}", path.Append(key), source.KeyOrigin(key), nearest is null ? null : $"did you mean '{nearest}'?");
        }
    }

    // A section that is left out is made of its defaults; what it cannot do without is reported by its full path.
    private object? Default(HoconObject source, Member member, HoconPath path)
    {
        var isArray = member.Type.IsGenericType && member.Type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        if (member.Parameter is { HasDefaultValue: true } parameter)
        {
            if (isArray) return member.Type.GetField("Empty")!.GetValue(null);
            if (parameter.DefaultValue is not null || member.Nullable || !member.Type.IsValueType) return parameter.DefaultValue;
            return Activator.CreateInstance(member.Type);
        }
        if (member.Nullable) return null;
        var isSection = TextForms.Of(member.Type, options) is null && CollectionBinder.ShapeOf(member.Type) is null
            && !typeof(HoconValue).IsAssignableFrom(member.Type);
        if (isSection) return new SectionBinder(run, options).Bind(new HoconObject([], source.Origin), member.Type, path.Append(member.Key), isRoot: false);
        run.Report($"missing key '{path.Append(member.Key)}'", path.Append(member.Key), source.Origin);
        return null;
    }

    private object? Make(HoconObject source, Type type, Model model, object?[] arguments, List<(PropertyInfo, object?)> properties, HoconPath path)
    {
        object made;
        try
        {
            made = model.Constructor is { } constructor
                ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
                : Activator.CreateInstance(type)!;
            foreach (var (property, value) in properties) property.SetValue(made, value, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        catch (ArgumentException e)
        {
            run.Report($"'{path}' is refused: {e.Message}", path, source.Origin);
            return null;
        }
        FillArrays(made, model);
        if (made is IHoconChecked self)
            self.Check(new HoconCheck((key, what, hint) => run.Report(what, key is null ? path : path.Append(key), key is null ? source.Origin : source.KeyOrigin(key), hint)));
        return made;
    }

    // A list that was neither written nor given a default is empty, never the unusable default of its type.
    private static void FillArrays(object made, Model model)
    {
        foreach (var member in model.Members)
        {
            if (member.Property is not { CanWrite: true } property || !member.Type.IsGenericType
                || member.Type.GetGenericTypeDefinition() != typeof(ImmutableArray<>)) continue;
            if (member.Type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(property.GetValue(made)) is true)
                property.SetValue(made, member.Type.GetField("Empty")!.GetValue(null));
        }
    }
}
