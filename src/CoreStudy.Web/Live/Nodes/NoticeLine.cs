using System.Collections.Frozen;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using CoreStudy.Domain;

namespace CoreStudy.Web.Live.Nodes;

/// <summary>A notice as one line for another node: what it is called, then its ids and numbers in the order in which it is made. There is no way to take words.</summary>
public static class NoticeLine
{
    private const string Nothing = "-";

    private static readonly FrozenDictionary<string, Kind> Kinds = Assembly.GetExecutingAssembly().GetTypes()
        .Where(t => t.IsAssignableTo(typeof(Notice)) && !t.IsAbstract).ToFrozenDictionary(t => t.Name, t => new Kind(t));

    public static string Write(Notice notice) => Kinds[notice.GetType().Name].Write(notice);

    /// <summary>Null where this node does not know the line, as while another runs a later version.</summary>
    public static Notice? Read(string line)
    {
        var words = line.Split(' ');
        return Kinds.TryGetValue(words[0], out var kind) ? kind.Read(words.AsSpan(1)) : null;
    }

    private sealed class Kind
    {
        private readonly string _name;
        private readonly ConstructorInfo _maker;
        private readonly List<(Func<Notice, string> Write, Func<string, (bool IsRead, object? Value)> Read)> _parts;

        public Kind(Type type)
        {
            _name = type.Name;
            _maker = type.GetConstructors().Single();
            _parts = [.. _maker.GetParameters().Select(p => PartOf(type, p))];
        }

        public string Write(Notice notice) => string.Join(' ', _parts.Select(p => p.Write(notice)).Prepend(_name));

        public Notice? Read(ReadOnlySpan<string> words)
        {
            if (words.Length != _parts.Count) return null;
            var values = new object?[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (_parts[i].Read(words[i]) is not (true, var value)) return null;
                values[i] = value;
            }

            return (Notice)_maker.Invoke(values);
        }

        private static (Func<Notice, string> Write, Func<string, (bool IsRead, object? Value)> Read) PartOf(Type notice, ParameterInfo parameter)
        {
            var given = Expression.Parameter(typeof(Notice));
            var value = Expression.Lambda<Func<Notice, object?>>(
                Expression.Convert(Expression.Property(Expression.Convert(given, notice), parameter.Name!), typeof(object)), given).Compile();
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            var isOptional = type != parameter.ParameterType;
            if (type == typeof(int)) return (n => value(n) is int number ? number.ToString(CultureInfo.InvariantCulture) : Nothing, ReadNumber);
            if (type == typeof(long)) return (n => ((long)value(n)!).ToString(CultureInfo.InvariantCulture), word => (long.TryParse(word, CultureInfo.InvariantCulture, out var number), number));
            if (!type.IsAssignableTo(typeof(IId))) throw new InvalidOperationException($"{notice.Name} cannot be told to other nodes: “{parameter.Name}” is no id and no number.");
            return (n => value(n) is IId id ? id.Value.ToString("n") : Nothing, ReadId);

            (bool IsRead, object? Value) ReadNumber(string word)
            {
                if (isOptional && word == Nothing) return (true, null);
                return (int.TryParse(word, CultureInfo.InvariantCulture, out var number), number);
            }

            (bool IsRead, object? Value) ReadId(string word)
            {
                if (isOptional && word == Nothing) return (true, null);
                return Guid.TryParseExact(word, "n", out var id) ? (true, Activator.CreateInstance(type, id)) : (false, null);
            }
        }
    }
}
