import type { Tongue } from './tongue';

export const az: Tongue = {
  locale: 'az',
  samples: {
    'water-and-land': {
      title: 'Suyun gəldiyi gün',
      text: [
        'Çərşənbə axşamları kranlara su gəlir. Səhər altıda küçədəki bütün vedrələr kranın altındadır, doqquzda isə təzyiq yenə yoxdur.',
        'Kanal üç kənd üçün çəkilmişdi, indi ondan yeddi kənd içir. Bunu kimin qərara aldığını heç kim deyə bilmir, qoca mirab isə saatları bu günə qədər məktəb dəftərinə yazır.',
      ],
    },
    'work-and-prices': {
      title: 'Bir zənbil neçəyədir',
      text: [
        'Hər ayın ilk şənbəsi eyni piştaxtadan eyni on bir şeyi alıram. İki ildə zənbil üçdə bir bahalaşıb, satıcı qadın isə əvvəlki qədər qazanır.',
        'Ən az çörək, ən çox soğan bahalaşıb. Kimin şəhərdə işləyəcəyini, kimin qalacağını avtobusun qiyməti həll edir.',
      ],
    },
    'courts-and-rights': {
      title: 'Dördüncü zalın qapısında gözləmə',
      text: [
        'İclas saat ona təyin olunmuşdu, günorta qapı hələ bağlı idi. Katib iki dəfə çıxıb deyəcək söz olmadığını dedi.',
        'Keçən il on doqquz belə səhəri orada keçirdim. On bir iclas təxirə salındı, yeddisində səbəb deyilmədi.',
      ],
    },
    'energy-and-roads': {
      title: 'Körpüdə bitən yol',
      text: [
        'Asfalt çaya qədər təzədir və orada qurtarır. Avtobus geri dönür, çünki körpü beş tondan artıq götürmür.',
        'Qışda yuxarı məhəllələrin işığı dörd-beş dəfə kəsilir. Dükanın qapısında siyahı asılıb: kimin sobası var, kimə lazımdır.',
      ],
    },
    'borders-and-security': {
      title: 'İki darvaza, bir bağ',
      text: [
        'Hasar evlə qoz ağaclarının arasından keçir. Açar ailənin heç vaxt görmədiyi birindədir.',
        'İldə iki dəfə darvazanı məhsul üçün açırlar. Kisə, kamera və şahid kimi bir qonşu gətirirlər.',
      ],
    },
    'schools-and-culture': {
      title: 'Doqquz şagird, iki sinif otağı',
      text: [
        'Bu il məktəbdə doqquz şagird var, müəllim gələndə qırx idi. Birinci və dördüncü sinfi o, sobalı otaqda birlikdə oxudur.',
        'Kitabxana cümə axşamları açıqdır. Ən çox oxunan yetmişinci illərdən sonra heç kimin çap etmədiyi bir mahnı kitabıdır.',
      ],
    },
    'faith-and-custom': {
      title: 'Çörəyi kim aparır',
      text: [
        'Kəndin bayramında çörəyi ən köhnə ev aparır. Bu il iki ən köhnə ev çıxdı və hər ikisi haqlı idi.',
        'Mübahisəni uşaqlar həll etdi, çörəyi birlikdə apardılar. Heç kimin adını çəkməmək şərti ilə yazmağıma icazə verdilər.',
      ],
    },
    'leaving-and-returning': {
      title: 'Cümə gecəsinin avtobusu',
      text: [
        'Avtobus on birdə yola düşür və sərhədlər buraxsa, bazar günü çatır. Minənlərin çoxu bu yolu artıq gedib və yorğanını özü gətirir.',
        'Sinfimizdəki iyirmi iki nəfərdən doqquzu xaricdə yaşayır. Üçü qayıdıb və üçü də eyni səbəbi deyir: kimsə qayıtmalı idi.',
      ],
    },
  },
  methods: [
    'Burada yazılanları özüm görmüşəm, ya da bir-birini tanımayan ən azı iki nəfərdən eşitmişəm.',
    'Rəqəmlər öz qeydlərimdəndir, mümkün olan yerdə açıq reyestrlə tutuşdurmuşam.',
    'Adın kiməsə baha başa gələ biləcəyi yerdə adlar buraxılıb.',
  ],
  letter: {
    greeting: 'Hörmətli redaksiya,',
    openings: [
      'Bu yer haqqında altı ildir yazıram: əvvəl yerli qəzet üçün, indi isə müstəqil.',
      'İxtisasca jurnalist deyiləm. Süd zavodunun mühasibiyəm və on ildir ətrafda nəyin dəyişdiyini qeyd edirəm.',
      'Bölgə haqqında yazılarınızı oxuyuram və çox vaxt bəyanatın arxasındakı küçə çatmır. Məhz bunu gətirə bilərəm.',
    ],
    middles: [
      'Su, iş və məktəb haqqında, uzaqda həll olunan kiçik işlər haqqında yazmaq istərdim. Yazdığım yerə gedirəm və sonra da qayıdıram.',
      'Bələdiyyənin sənədlərini, bazarı və hər şeyi bilən iki sürücünü tanıyıram. Yoxlaya bilmədiyimi də sizə deyirəm.',
      'Ad çəkməyin təhlükəli olduğu yerdə adsız təsvir etməyin yolunu tapıram. Bu barədə ilk yazıdan əvvəl sizinlə danışmaq istərdim.',
    ],
    closings: [
      'Ayda iki yazı verə bilərəm. Bir sualım var: imza ata bilməyənlərlə necə işləyirsiniz?',
      'Heç yerdə dərc olunmamış bir nümunə əlavə edirəm.',
      'Telefonla və ya yazılı, sizə rahat olan dildə danışmağa şad olaram.',
    ],
    signOff: 'Hörmətlə',
  },
  cv: {
    heading: 'Tərcümeyi-hal',
    work: 'İş təcrübəsi',
    studies: 'Təhsil',
    languages: 'Dillər',
    languageNames: 'Azərbaycan dili ana dili, rus dili yaxşı, ingilis dili işlək səviyyədə',
    jobs: [
      'regional radionun müxbiri',
      'tərcüməçi və yerli prodüser',
      'ailə xərcləri üzrə tədqiqatçı',
      'tarix müəllimi',
      'məhəllə qəzetinin redaktoru',
      'sərbəst müəllif, mətn və foto',
    ],
    degrees: [
      'regionşünaslıq üzrə magistr',
      'jurnalistika üzrə bakalavr',
      'iqtisadçı diplomu',
      'statistika üzrə axşam kursu',
    ],
  },
  cooperation: ['Ayda iki yazı', 'Rübdə bir geniş yazı', 'Nəsə baş verəndə qısa qeydlər', 'Daimi rubrika'],
  fileNames: {
    cv: ['Tərcümeyi-hal', 'CV_azərbaycanca', 'tərcümeyi-halım'],
    letter: ['Motivasiya məktubu', 'redaksiyaya məktub'],
    sample: ['nümunə', 'yazı_son'],
  },
  workingNames: ['Ardıc', 'Şimal pəncərəsi', 'Dərədən bir oxucu', 'Heyva', 'Qoz küçəsi', 'Son qatar', 'Quyuçu'],
  question: 'Yazınızda deyilir ki, kanaldan yeddi kənd istifadə edir. Bunu hansı reyestr və ya kim təsdiq edə bilər?',
  reply:
    'Su istifadəçilərinin siyahısı var, həmin səhifənin şəklini göndərə bilərəm. Katib zəng edilməsinə razıdır, adının çəkilməsinə yox.',
};
